import type { Usage } from './usage.js';

/** Smaller memories are put into LUT RAM unless they are told otherwise. */
const SMALLEST_BLOCK_BITS = 1024;
/** Words of a LUT used as memory. */
const LUT_RAM_WORDS = 64;
/** The shallowest shape of a RAMB18: memories of at most so many words may move to LUT RAM. */
const SHALLOWEST_WORDS = 512;

/** Where a memory goes: `auto` by its size; `block` into block RAM whatever its size; `lut` into LUT RAM. */
export type Placement = 'auto' | 'block' | 'lut';

/** Adds memories that are alike; a single word is registers, which take none. */
export function addMemories(
  usage: Usage,
  copies: number,
  depth: number,
  width: number,
  placement: Placement = 'auto',
): void {
  if (depth <= 1) return;
  const lut = copies * width * Math.ceil(depth / LUT_RAM_WORDS);
  if (placement === 'lut' || (placement === 'auto' && depth * width < SMALLEST_BLOCK_BITS)) {
    usage.storageLut += lut;
    return;
  }
  const bram18 = copies * bram18OfColumns(depth, width);
  usage.bram18 += bram18;
  if (depth > SHALLOWEST_WORDS) return;
  usage.movableBram18 += bram18;
  usage.movableLut += lut;
}

/**
 * RAMB18 of a memory as Vivado lays it out: columns of the widest shape that is as deep as the memory; beyond 16 Ki words
 * columns of one bit in whole RAMB36 of 32 Ki words.
 */
export function bram18OfColumns(depth: number, width: number): number {
  if (depth <= 512) return Math.ceil(width / 36);
  if (depth <= 1024) return Math.ceil(width / 18);
  if (depth <= 2048) return Math.ceil(width / 9);
  if (depth <= 4096) return Math.ceil(width / 4);
  if (depth <= 8192) return Math.ceil(width / 2);
  if (depth <= 16384) return width;
  return 2 * width * Math.ceil(depth / 32768);
}
