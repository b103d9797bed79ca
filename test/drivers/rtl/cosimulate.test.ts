import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packagePath } from '../../../sim/core/package-root.js';
import { firstDivergence } from '../../../sim/drivers/rtl/compare.js';
import { divergenceSentence, divergenceTable } from '../../../sim/drivers/rtl/describe.js';
import { fileCosimulation } from '../../../sim/drivers/rtl/file-cosimulation.js';
import { SIMULATION_TOOLS } from '../../../sim/drivers/rtl/tools.js';
import { buildFile } from '../../helpers/pipeline-file.js';
import { expectAgreement, expectRandomAgreement } from '../../helpers/random-cosimulation.js';
import { needsTools } from '../../helpers/rtl-tools.js';
import { FAST_BEFORE_SLOW, withWrongFifo } from '../../helpers/wrong-fifo.js';

/** Networks, and pipeline files. */
const COUNT = 5;

describe('co-simulation of library rtl', function () {
  this.timeout(300_000);

  before(function () {
    needsTools(this, SIMULATION_TOOLS);
  });

  it('finds every handshake and word of random networks and pipelines, stalled at random, as the model has them', () =>
    expectRandomAgreement(COUNT, 1));

  it('finds every handshake and word of a FIFO in several banks of block RAM as the model has them', () => {
    const beats = 1600;
    const file = {
      library: 'rtl',
      inputBits: 40,
      inputBeatsPerFrame: beats,
      outputBeatsPerFrame: beats / 5,
      frames: 2,
      sink: { allow: [0], modulo: 7 },
      blocks: [
        { type: 'fifo', depth: 1100 },
        { type: 'dwc', inBits: 40, outBits: 200 },
      ],
    };
    return expectAgreement([fileCosimulation(buildFile(file), 'banks')]);
  });

  it('tells where RTL and model part, with the streams around it, as docs/rtl.md shows it of a FIFO that is too shallow', async () => {
    const { model, rtl } = await withWrongFifo();
    const divergence = firstDivergence(model.recording, rtl.streams)!;
    expect(divergence).to.deep.equal({ cycle: 8, stream: 'source.fifo', end: 'read', only: 'model' });
    const table = divergenceTable(divergence, model.pipeline, model.recording, rtl.streams);
    const docs = readFileSync(packagePath('docs/rtl.md'), 'utf8');
    expect(docs).to.contain(`\`\`\`yaml\n${FAST_BEFORE_SLOW}\`\`\``);
    expect(docs).to.contain(`\`\`\`text\n${table}\nqcycle: ${divergenceSentence(divergence)}; `);
  });
});
