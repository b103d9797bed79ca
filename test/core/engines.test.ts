import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents, tick, totalCycles } from '../../sim/core/index.js';
import { randomDrift } from '../helpers/random-drift.js';
import { randomPipeline } from '../helpers/random-pipeline.js';
import { recordEverything } from '../helpers/record-everything.js';

describe('the engines', () => {
  it('agree on every handshake, cause and deadlock of random pipelines', () => {
    fc.assert(
      fc.property(randomPipeline(), (pipeline) => {
        expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
      }),
      { numRuns: 400 },
    );
  });

  it('agree on cycles, causes, high-water marks and deadlocks where nobody watches', () => {
    fc.assert(
      fc.property(randomPipeline(), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(tick(pipeline));
      }),
      { numRuns: 400 },
    );
  });

  it('give every cycle of every block exactly one cause', () => {
    fc.assert(
      fc.property(randomPipeline(), (pipeline) => {
        for (const timing of [simulateEvents(pipeline), tick(pipeline)]) {
          for (const { causes } of timing.blocks) expect(totalCycles(causes)).to.equal(timing.cycles);
        }
      }),
    );
  });

  it('find the same with the steady state carried forward as with every frame computed', () => {
    fc.assert(
      fc.property(randomPipeline({ minFrames: 20, maxFrames: 60 }), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 200 },
    );
  });

  it('find the same with blocks that drift apart carried forward', () => {
    fc.assert(
      fc.property(randomPipeline({ minFrames: 30, maxFrames: 300, deep: true }), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 200 },
    );
  });

  it('find the same with a front that is little faster than a slow block carried forward', () => {
    fc.assert(
      fc.property(randomDrift, (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on the order of the blocks', () => {
    const shuffled = randomPipeline().chain((pipeline) =>
      fc.record({
        pipeline: fc.constant(pipeline),
        order: fc.shuffledSubarray([...pipeline.blocks.keys()], { minLength: pipeline.blocks.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ pipeline, order }) => {
        expect(tick(pipeline, { order, words: true })).to.deep.equal(tick(pipeline, { words: true }));
        const reordered = simulateEvents({ ...pipeline, blocks: order.map((index) => pipeline.blocks[index]) });
        const timing = simulateEvents(pipeline);
        expect(reordered.cycles).to.equal(timing.cycles);
        expect(reordered.streams).to.deep.equal(timing.streams);
        expect(reordered.blocks).to.deep.equal(order.map((index) => timing.blocks[index]));
      }),
    );
  });
});
