import { expect } from 'chai';
import { loadTestPictures } from '../../../sim/drivers/load-pictures.js';
import { runOnRtl } from '../../../sim/drivers/rtl/device.js';
import { SIMULATION_TOOLS } from '../../../sim/drivers/rtl/tools.js';
import { loadBoard, publishedOverlay } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { narrowCnv, narrowOverlay } from '../../helpers/narrow-cnv.js';
import { expectRandomAgreement } from '../../helpers/random-cosimulation.js';
import { needsTools } from '../../helpers/rtl-tools.js';

/** Networks of a program, as many pipeline files, and programs. Verilator hands make one line with the files of a program. */
const COUNT = 10;
const PROGRAMS = 15;

describe('co-simulation of library rtl, at length', function () {
  this.timeout(3_600_000);

  before(function () {
    needsTools(this, SIMULATION_TOOLS);
  });

  it(`agrees with the model on ${COUNT * PROGRAMS} random networks and as many pipelines, stalled at random`, () =>
    expectRandomAgreement(COUNT, PROGRAMS));

  for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
    it(`agrees with the model on three images of the whole ${name}`, async () => {
      const network = loadNamedNetwork(name);
      const pictures = await loadTestPictures(network);
      const overlay = publishedOverlay(network)!;
      const job = { network, overlay, board: loadBoard('pynq-z1'), images: 3, engine: 'event' as const, pictures };
      const { run, difference } = await runOnRtl(job);
      expect(difference).to.equal(undefined);
      expect(run.predictions?.length).to.equal(3);
    });
  }

  for (const name of ['cnv-w1a1', 'cnv-w2a2']) {
    it(`agrees with the model on a ${name} of an eighth of the width`, async () => {
      const network = narrowCnv(name);
      const job = { network, overlay: narrowOverlay(network), board: loadBoard('ultra96'), images: 2 };
      const { difference } = await runOnRtl({ ...job, engine: 'event' });
      expect(difference).to.equal(undefined);
    });
  }
});
