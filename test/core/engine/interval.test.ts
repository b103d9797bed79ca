import { expect } from 'chai';
import fc from 'fast-check';
import { measureInterval, type Pipeline } from '../../../sim/core/index.js';

import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { intervalOfLongRun } from '../../helpers/long-run.js';
import { buildFileWith } from '../../helpers/pipeline-file.js';
import { randomPipelineFile } from '../../helpers/random-pipeline-file.js';

const ENDLESS = 2 ** 24;

/** A source of ten words a frame, a unit that takes `interval` cycles a word, and a sink that takes 70 cycles a frame. */
function drifting(frames: number, interval: number, depth: number): Pipeline {
  const words = Int32Array.from({ length: 10 }, (_, word) => word);
  return pipeline(frames, { in: 2, out: depth }, [
    block('source', '-> in', loop({ rounds: frames, iterations: 10, writes: [[...words]] })),
    block('unit', 'in -> out', loop({ rounds: frames * 10, interval, depth: 1, reads: [[0]], writes: [[0]] })),
    block('sink', 'out ->', loop({ rounds: frames, iterations: 70, reads: [[...words]] })),
  ]);
}

describe('the interval', () => {
  it('is found although a front that is hardly faster fills a deep stream for ten thousand frames', () => {
    const { cyclesPerFrame, steady } = measureInterval(drifting(ENDLESS, 6, 100_000), 100);
    expect([cyclesPerFrame, steady]).to.deep.equal([70, true]);
  });

  it('is found although what follows is hardly faster than the front', () => {
    const { cyclesPerFrame, steady } = measureInterval(drifting(ENDLESS, 8, 1000), 100);
    expect([cyclesPerFrame, steady]).to.deep.equal([80, true]);
  });

  it('of a pipeline that deadlocks is infinite, and the deadlock is told', () => {
    const crossed = pipeline(ENDLESS, { a: 2, b: 2 }, [
      block(
        'source',
        '-> a b',
        loop({
          rounds: ENDLESS,
          iterations: 6,
          writes: [
            [0, 1, 2],
            [3, 4, 5],
          ],
        }),
      ),
      block(
        'sink',
        'a b ->',
        loop({
          rounds: ENDLESS,
          iterations: 6,
          reads: [
            [3, 4, 5],
            [0, 1, 2],
          ],
        }),
      ),
    ]);
    const { cyclesPerFrame, deadlock } = measureInterval(crossed, 100);
    expect(cyclesPerFrame).to.equal(Number.POSITIVE_INFINITY);
    expect(deadlock?.waits.map(({ block, stream }) => `${block} ${stream}`)).to.deep.equal(['source a', 'sink b']);
  });

  for (const library of ['finn', 'hls'] as const) {
    it(`of random pipelines of library ${library} is that of a long run`, () => {
      let measured = 0;
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const build = (frames: number) => buildFileWith(file, new Map(), frames);
          const { cyclesPerFrame, steady } = measureInterval(build(ENDLESS), 500);
          if (!steady) return;
          measured++;
          const expected = intervalOfLongRun(build);
          if (expected === Number.POSITIVE_INFINITY) expect(cyclesPerFrame).to.equal(expected);
          else expect(Math.abs(cyclesPerFrame - expected)).to.be.below(1e-3 * expected);
        }),
        { numRuns: 100 },
      );
      expect(measured).to.be.above(90);
    });
  }
});
