import { z } from 'zod';
import { type FinnType, finnType } from './data-type.js';
import { type FinnEstimate, NOTHING } from './estimate.js';
import type { MemoryShape } from './memories.js';
import { count, dividing, flag, product, shape } from './parameters.js';

/** Parameters that both thresholdings share, by FINN's names. */
export const thresholdingKeys = {
  NumChannels: count,
  PE: count,
  inputDataType: finnType,
  weightDataType: finnType,
  outputDataType: finnType,
  numSteps: count.optional(),
  numInputVectors: shape.default([1]),
  ActVal: z.int().default(0),
  uniform_thres: flag.default(0),
  depth_trigger_bram: z.int().min(0).default(0),
  depth_trigger_uram: z.int().min(0).default(0),
  runtime_writeable_weights: flag.default(0),
};

interface Thresholding {
  readonly NumChannels: number;
  readonly PE: number;
  readonly weightDataType: FinnType;
  readonly outputDataType: FinnType;
  readonly numInputVectors: readonly number[];
  readonly uniform_thres: 0 | 1;
  readonly depth_trigger_bram: number;
  readonly depth_trigger_uram: number;
}

/** Parameters of Thresholding_rtl. */
export const thresholdingRtlParameters = dividing(z.strictObject(thresholdingKeys), ({ PE, NumChannels }) => [
  ['PE', PE, 'NumChannels', NumChannels],
]);

/** What a memory may be built of, in the order in which equal waste is settled. */
const PRIMITIVES: readonly (MemoryShape & { readonly kind: 'uram' | 'bram18' | 'lut' })[] = [
  { kind: 'uram', width: 72, depth: 4096 },
  { kind: 'uram', width: 36, depth: 8192 },
  { kind: 'uram', width: 18, depth: 16384 },
  { kind: 'uram', width: 9, depth: 32768 },
  { kind: 'bram18', width: 36, depth: 512 },
  { kind: 'bram18', width: 18, depth: 1024 },
  { kind: 'bram18', width: 9, depth: 2048 },
  { kind: 'lut', width: 1, depth: 64 },
];

/**
 * Thresholding_rtl: a binary search with one memory for each PE and each level, in whatever wastes the fewest bits.
 * @param device what it may be built of; FINN's own estimate knows no device, and takes URAM too
 */
export function estimateThresholdingRtl(thresholding: Thresholding, { hasUram } = { hasUram: true }): FinnEstimate {
  const used = { uram: 0, bram18: 0, lut: 0 };
  for (const memory of levelMemories(thresholding)) {
    const primitives = primitivesFor(memory, thresholding).filter(({ kind }) => hasUram || kind !== 'uram');
    const { kind, blocks } = leastWasteful(memory, primitives);
    used[kind] += thresholding.PE * blocks;
  }
  return { ...NOTHING, ...used, cycles: thresholdingCycles(thresholding) };
}

/** Output beats. */
export function thresholdingCycles({
  NumChannels,
  PE,
  numInputVectors,
}: Pick<Thresholding, 'NumChannels' | 'PE' | 'numInputVectors'>): number {
  return (NumChannels / PE) * product(numInputVectors);
}

/** The memories of a PE. Uniform thresholds are kept as offsets, which take a bit less a level, and none at the first. */
function levelMemories({
  NumChannels,
  PE,
  weightDataType,
  outputDataType,
  uniform_thres,
}: Thresholding): MemoryShape[] {
  const levels = Array.from({ length: outputDataType.bits }, (_, level) => ({
    width: uniform_thres === 1 ? outputDataType.bits - level : weightDataType.bits,
    depth: (NumChannels / PE) * 2 ** level,
  }));
  return levels.slice(uniform_thres);
}

/** With a trigger, memories at least as deep as it must be of its kind; without triggers they may be of any. */
function primitivesFor({ depth }: MemoryShape, { depth_trigger_bram, depth_trigger_uram }: Thresholding) {
  if (depth_trigger_bram === 0 && depth_trigger_uram === 0) return PRIMITIVES;
  if (depth >= depth_trigger_uram) return PRIMITIVES.filter(({ kind }) => kind === 'uram');
  return depth >= depth_trigger_bram ? PRIMITIVES.filter(({ kind }) => kind === 'bram18') : PRIMITIVES;
}

function leastWasteful(memory: MemoryShape, primitives: typeof PRIMITIVES) {
  const choices = primitives.map(({ kind, width, depth }) => {
    const blocks = Math.ceil(memory.width / width) * Math.ceil(memory.depth / depth);
    return { kind, blocks, wastedBits: blocks * width * depth - memory.width * memory.depth };
  });
  return choices.reduce((best, choice) => (choice.wastedBits < best.wastedBits ? choice : best));
}
