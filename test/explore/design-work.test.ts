import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents } from '../../sim/core/index.js';
import { designResult, performDesign } from '../../sim/explore/design-work.js';
import { designWork } from '../../sim/explore/index.js';
import { compile, loadBoard, loadLibrary, publishedOverlay, simulate } from '../../sim/fabric/index.js';
import { loadNamedNetwork, networkNames } from '../../sim/nn/catalog.js';
import { block, loop, pipeline } from '../helpers/hand-made.js';
import { randomDesign } from '../helpers/random-design.js';

describe('the work of timing a design', () => {
  it('gives what a simulation of the design gives, on either side of JSON', () => {
    fc.assert(
      fc.property(randomDesign(), ({ design }) => {
        const work = designWork(design);
        const sent = JSON.parse(JSON.stringify(work));
        expect(sent).to.deep.equal(work);
        const result = performDesign(sent);
        const { cycles, cyclesPerImage, firstImageCycles, streams } = simulate(compile(design), 'event');
        const highWater = Object.fromEntries(streams.map((stream) => [stream.name, stream.highWater]));
        expect(result).to.deep.equal({ cycles, cyclesPerImage, firstImageCycles, deadlock: null, highWater });
      }),
      { numRuns: 50 },
    );
  });

  it('is JSON for every shipped network with an overlay', () => {
    const networks = networkNames().map(loadNamedNetwork);
    for (const network of networks) {
      const overlay = publishedOverlay(network);
      if (overlay === undefined) continue;
      const work = designWork({
        network,
        overlay,
        board: loadBoard('ultra96'),
        library: loadLibrary(overlay.library),
        images: 3,
      });
      expect(JSON.parse(JSON.stringify(work))).to.deep.equal(work);
      expect(JSON.stringify(work).length).to.be.lessThan(16_384);
    }
  });

  it('names a deadlock, and then gives no interval', () => {
    const deaf = pipeline(1, { s: 2 }, [
      block('source', '-> s', loop({ rounds: 1, iterations: 4, writes: [[0, 1, 2, 3]] })),
      block('sink', 's ->', loop({ rounds: 1, iterations: 5, reads: [[0, 1, 2, 3, 4]] })),
    ]);
    const { deadlock, ...rest } = designResult(simulateEvents(deaf), 1);
    expect(deadlock).to.match(/^deadlock in cycle \d+, .*; sink waits for input on s \(0 of 2 words\)/);
    expect(rest).to.include({ cyclesPerImage: null, firstImageCycles: null });
  });
});
