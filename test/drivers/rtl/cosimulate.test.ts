import { expect } from 'chai';
import fc from 'fast-check';
import { firstDivergence } from '../../../sim/drivers/rtl/compare.js';
import { cosimulate } from '../../../sim/drivers/rtl/cosimulate.js';
import { divergenceSentence, divergenceTable } from '../../../sim/drivers/rtl/describe.js';
import { SIMULATION_TOOLS } from '../../../sim/drivers/rtl/tools.js';
import { expectRandomAgreement, prepared, randomCosimulation } from '../../helpers/random-cosimulation.js';
import { needsTools } from '../../helpers/rtl-tools.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

/** Networks, and pipeline files. */
const COUNT = 5;

describe('co-simulation of library rtl', function () {
  this.timeout(300_000);

  before(function () {
    needsTools(this, SIMULATION_TOOLS);
  });

  it('finds every handshake and word of random networks and pipelines, stalled at random, as the model has them', () =>
    expectRandomAgreement(COUNT, 1));

  it('tells where RTL and model part, with the streams around it', async () => {
    const [random] = fc.sample(randomCosimulation, { seed: 3, numRuns: 1 });
    const honest = prepared({ ...random, stalls: { source: undefined, sink: undefined } }, 'honest');
    const stalls = { source: undefined, sink: { open: [false, false, false, true] } };
    const stalled = prepared({ ...random, stalls }, 'stalled');
    await inTemporaryFolder(async (folder) => {
      // The circuit of the one, compared with the model of the other.
      const log = await cosimulate([honest], folder);
      const divergence = firstDivergence(stalled.recording, log.circuits[0].streams)!;
      const output = stalled.circuit.output.stream.name;
      const [first] = honest.recording.streams.find((stream) => stream?.name === output)!.read;
      const expected = { cycle: first, stream: output, end: 'read', only: 'RTL' };
      expect(divergence).to.deep.equal(expected);
      expect(divergenceSentence(divergence)).to.equal(
        `model and RTL part in cycle ${first}: ${output} is read in the RTL alone`,
      );
      const table = divergenceTable(divergence, stalled.pipeline, stalled.recording, log.circuits[0].streams);
      expect(table).to.match(new RegExp(`^${output} +[.wr*]{13} {2}[.wr*]{6}[r*]`, 'm'));
    });
  });
});
