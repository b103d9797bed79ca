import { expect } from 'chai';
import { type Block, busyCycles, type Pipeline, simulateEvents } from '../../../sim/core/index.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';

/** So many that a run which computes every frame does not end before the test's time is up. */
const MANY = 100_000_000;
/** Enough that every pipeline here has reached its steady state, a multiple of 7. */
const FEW = 140_000;

const source = (frames: number): Block => block('source', '-> in', loop({ rounds: frames, writes: [[0]] }));
const unit = (frames: number, selfFlushing: boolean): Block =>
  block(
    'unit',
    'in -> out',
    loop({ rounds: frames, interval: 3, depth: 5, selfFlushing, reads: [[0]], writes: [[0]] }),
  );
const sink = (frames: number, startCycle = 0): Block =>
  block('sink', 'out ->', loop({ rounds: frames, reads: [[0]] }), { startCycle });

const slowSink = (frames: number): Block =>
  block('sink', 'out ->', loop({ rounds: frames, interval: 7, reads: [[0]] }));

function behind(writer: (frames: number) => Block, selfFlushing: boolean): (frames: number) => Pipeline {
  return (frames) => pipeline(frames, { in: 3, out: 2 }, [writer(frames), unit(frames, selfFlushing), sink(frames)]);
}

/** Seven words in eleven cycles: states repeat only after 7 frames. */
const gatedSource = (frames: number): Block => ({
  ...source(frames),
  gate: { open: [true, true, false, true, false, true, true, false, true, false, true] },
});
const slowUnit = (frames: number): Block =>
  block('unit', 'in -> out', loop({ rounds: frames, reads: [[0]], writes: [[0]] }));

describe('the steady state', () => {
  const cases: [what: string, build: (frames: number) => Pipeline, cycles: number, frames: number][] = [
    ['of a loop that does not flush itself', behind(source, false), 3, 1],
    ['of a loop that flushes itself', behind(source, true), 3, 1],
    [
      'that repeats only after several frames',
      (frames) => pipeline(frames, { in: 3, out: 2 }, [gatedSource(frames), slowUnit(frames), sink(frames)]),
      11,
      7,
    ],
    [
      'that a deep stream is long in filling up for',
      (frames) => pipeline(frames, { in: 3, out: 60_000 }, [source(frames), unit(frames, false), slowSink(frames)]),
      7,
      1,
    ],
    [
      'that a late sink holds up at first',
      (frames) => pipeline(frames, { in: 3, out: 2 }, [source(frames), unit(frames, false), sink(frames, 1000)]),
      3,
      1,
    ],
  ];
  for (const [what, build, cycles, frames] of cases) {
    it(`${what} is carried forward over any number of frames`, () => {
      const few = simulateEvents(build(FEW), { steadyState: false });
      const many = simulateEvents(build(FEW + MANY * frames));
      expect(many.cycles).to.equal(few.cycles + MANY * cycles);
      expect(many.firstFrameCycles).to.equal(few.firstFrameCycles);
      expect(many.streams).to.deep.equal(few.streams);
      expect(many.deadlock).to.equal(null);
      const [, { causes }] = many.blocks;
      expect(causes.busy).to.equal(busyCycles(build(FEW + MANY * frames).blocks[1].loops[0]));
    });
  }
});
