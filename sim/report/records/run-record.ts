import { z } from 'zod';
import { CAUSES } from '../../core/causes.js';

const cycles = z.number().nonnegative();
const count = z.int().nonnegative();
const positive = z.number().positive();
const name = z.string().min(1).max(200);

/** Cycles by cause: those of every block, and the machine's own. */
const causes = z.record(z.string(), cycles);

const layer = z.object({
  name,
  op: name,
  macs: count,
  ops: count,
  idealCycles: cycles,
  cycles,
  causes,
  utilization: z.number().min(0).max(1),
});

const stream = z.object({ name, depth: count, highWater: count });

const profile = z.object({
  images: z.int().min(1),
  cycles: z.int().min(1),
  cyclesPerStep: z.int().min(1),
  blocks: z.array(z.object({ name, unit: name, causes: z.partialRecord(z.enum(CAUSES), z.array(cycles)) })),
  streams: z.array(z.object({ name, depth: count, meanWords: z.array(cycles), maxWords: z.array(cycles) })),
});

const threadCurve = z.object({
  points: z.array(z.object({ threads: z.int().min(1), imagesPerSecond: positive })).min(1),
  saturationThreads: z.int().min(1),
  sentence: z.string(),
});

/** The part of a run record (schema qcycle.run/1, sim/core/run.ts) that charts are made of. */
export const runRecord = z.object({
  schema: z.literal('qcycle.run/1'),
  network: name,
  machine: name,
  board: name,
  clockMHz: positive,
  engine: name,
  images: z.int().min(1),
  cycles,
  cyclesPerImage: positive,
  firstImageCycles: cycles,
  microseconds: positive,
  microsecondsPerImage: positive,
  imagesPerSecond: positive,
  macs: count,
  ops: count,
  accuracy: z.object({ correct: count, correctTop5: count.optional(), total: z.int().min(1) }).optional(),
  layers: z.array(layer).min(1),
  blocks: z.array(z.object({ name, unit: name, causes })),
  streams: z.array(stream),
  bottleneck: z.object({ sentence: z.string() }),
  profile: profile.optional(),
  threadCurve: threadCurve.optional(),
  topClasses: z.array(z.array(z.object({ label: z.string(), probability: z.number().min(0).max(1) }))).optional(),
});

export type RunRecord = z.infer<typeof runRecord>;
