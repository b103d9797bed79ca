import { z } from 'zod';

const name = z.string().min(1).max(200);
const amount = z.number().nonnegative();
const positive = z.number().positive();

const member = z.object({
  name,
  analyticIntervalCycles: positive,
  intervalCycles: positive,
  steady: z.boolean(),
  firstImageCycles: amount,
  framesPerSecond: positive,
  resources: z.object({ lut: amount, bram18: amount, dsp: amount }),
  energyProxy: amount,
  fits: z.boolean(),
  pareto: z.boolean(),
  layers: z.array(z.object({ name, pe: z.int().min(1), simd: z.int().min(1) })),
});

/** The result of a search for foldings (schema qcycle.explore/1). */
export const exploreRecord = z.object({
  schema: z.literal('qcycle.explore/1'),
  network: name,
  board: name,
  clockMHz: positive,
  library: name,
  objective: name,
  targetFps: positive.nullable(),
  budget: z.object({ lut: amount, bram18: amount, dsp: amount }),
  search: z.object({ foldings: amount, intervals: amount, pareto: amount, simulated: amount }),
  references: z.array(member),
  members: z.array(member),
  best: name.nullable(),
});

export type ExploreRecord = z.infer<typeof exploreRecord>;
export type ExploreMember = z.infer<typeof member>;
