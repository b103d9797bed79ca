import { expect } from 'chai';
import { networkProblem, sizeFifos } from '../../../sim/explore/index.js';
import { loadBoard, loadLibrary, publishedOverlay } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/index.js';
import { intervalOfLongRun } from '../../helpers/long-run.js';

describe('FIFO depths, at length', () => {
  for (const name of ['cnv-w1a1', 'cnv-w2a2']) {
    it(`of ${name} lose nothing in a long batch, and none can be lowered`, () => {
      const network = loadNamedNetwork(name);
      const overlay = publishedOverlay(network)!;
      const problem = networkProblem({ network, overlay, board: loadBoard('pynq-z1'), library: loadLibrary('hls') });
      const { depths, unboundedCyclesPerFrame } = sizeFifos(problem);
      const interval = (given: typeof depths) => intervalOfLongRun((frames) => problem.buildFor(given, frames));
      expect(interval(depths)).to.equal(unboundedCyclesPerFrame);
      for (const { name: fifo, least } of problem.sites) {
        const depth = depths.get(fifo)!;
        if (depth > least) {
          expect(interval(new Map(depths).set(fifo, depth - 1)), fifo).to.be.above(unboundedCyclesPerFrame);
        }
      }
    });
  }
});
