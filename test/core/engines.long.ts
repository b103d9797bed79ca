import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { randomDrift } from '../helpers/random-drift.js';
import { randomPipeline } from '../helpers/random-pipeline.js';
import { recordEverything } from '../helpers/record-everything.js';

describe('the engines, at length', () => {
  it('agree on every handshake, cause and deadlock of random pipelines', () => {
    fc.assert(
      fc.property(randomPipeline(), (pipeline) => {
        expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
      }),
      { numRuns: 40_000 },
    );
  });

  it('agree on cycles, causes, high-water marks and deadlocks where nobody watches', () => {
    fc.assert(
      fc.property(randomPipeline(), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(tick(pipeline));
      }),
      { numRuns: 40_000 },
    );
  });

  it('find the same with the steady state carried forward as with every frame computed', () => {
    fc.assert(
      fc.property(randomPipeline({ minFrames: 20, maxFrames: 80 }), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 40_000 },
    );
  });

  it('find the same with blocks that drift apart carried forward', () => {
    fc.assert(
      fc.property(randomPipeline({ minFrames: 30, maxFrames: 300, deep: true }), (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 10_000 },
    );
  });

  it('find the same with a front that is little faster than a slow block carried forward', () => {
    fc.assert(
      fc.property(randomDrift, (pipeline) => {
        expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 10_000 },
    );
  });
});
