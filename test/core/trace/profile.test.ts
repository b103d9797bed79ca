import { expect } from 'chai';
import fc from 'fast-check';
import { CAUSES, profileRecording } from '../../../sim/core/index.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { randomPipeline } from '../../helpers/random-pipeline.js';
import { record } from '../../helpers/record-everything.js';

/** Words written in 1 to 5; the sink begins late and reads in 4 to 8. */
const late = pipeline(5, { s: 9 }, [
  block('source', '-> s', loop({ rounds: 5, writes: [[0]] })),
  block('sink', 's ->', loop({ rounds: 5, reads: [[0]] }), { startCycle: 4 }),
]);
/** Takes 1002 cycles: 1000 rounds, and what it takes a word to be written and read. */
const long = pipeline(1000, { s: 1 }, [
  block('source', '-> s', loop({ rounds: 1000, writes: [[0]] })),
  block('sink', 's ->', loop({ rounds: 1000, reads: [[0]] })),
]);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe('a profile', () => {
  it('of a short run has a step for each cycle', () => {
    const { timing, recording } = record(late, 'event');
    const { cyclesPerStep, blocks, streams } = profileRecording(recording, 5, timing.cycles);
    expect(cyclesPerStep).to.equal(1);
    expect(blocks[1].causes).to.deep.equal({ busy: [0, 0, 0, 0, 1, 1, 1, 1, 1], fill: [1, 1, 1, 1, 0, 0, 0, 0, 0] });
    expect(streams).to.deep.equal([
      { name: 's', depth: 9, meanWords: [0, 0, 1, 2, 3, 3, 3, 2, 1], maxWords: [0, 0, 1, 2, 3, 3, 3, 2, 1] },
    ]);
  });

  it('of a long run has at most 200 steps, of which the last may be shorter', () => {
    const { timing, recording } = record(long, 'event');
    const { cycles, cyclesPerStep, blocks } = profileRecording(recording, 1000, timing.cycles);
    const steps = Object.values(blocks[0].causes)[0].length;
    expect(steps)
      .to.be.at.most(200)
      .and.to.equal(Math.ceil(cycles / cyclesPerStep));
    const inStep = (step: number) => sum(Object.values(blocks[0].causes).map((ofStep) => ofStep[step]));
    expect(inStep(0)).to.equal(cyclesPerStep);
    expect(inStep(steps - 1)).to.equal(cycles - (steps - 1) * cyclesPerStep);
  });

  it('has every cycle of the run, and no more words than a stream held', () => {
    fc.assert(
      fc.property(randomPipeline(), (random) => {
        const { timing, recording } = record(random, 'event');
        const { blocks, streams } = profileRecording(recording, random.frames, timing.cycles);
        blocks.forEach(({ causes }, index) => {
          for (const cause of CAUSES) expect(sum(causes[cause] ?? [])).to.equal(timing.blocks[index].causes[cause]);
        });
        streams.forEach(({ meanWords, maxWords }, index) => {
          expect(Math.max(0, ...maxWords)).to.be.at.most(timing.streams[index].highWater);
          for (const [step, mean] of meanWords.entries()) expect(mean).to.be.at.most(maxWords[step] + 0.005);
        });
      }),
    );
  });
});
