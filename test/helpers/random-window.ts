import fc from 'fast-check';
import { type Pipeline, tick } from '../../sim/core/index.js';
import { randomPipeline } from './random-pipeline.js';

/** A pipeline and a part of its run; now and then one that begins after the end or reaches beyond it. */
export const randomWindow: fc.Arbitrary<{
  readonly pipeline: Pipeline;
  readonly fromCycle: number;
  readonly toCycle: number;
}> = randomPipeline().chain((pipeline) => {
  const { cycles } = tick(pipeline);
  return fc
    .tuple(fc.nat(cycles + 2), fc.integer({ min: 1, max: cycles + 2 }))
    .map(([fromCycle, length]) => ({ pipeline, fromCycle, toCycle: fromCycle + length }));
});
