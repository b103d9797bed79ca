/** Words that a RAMB18 holds in its widest shape, and bits of each. */
const BLOCK = { words: 512, bits: 36 };

/**
 * Halves of block RAMs of a memory: banks of 512 words side by side, all of them 36 bits wide, so that bits of different banks share
 * one. That is how Yosys lays them.
 */
export function blockRams(bits: number, depth: number): number {
  return Math.ceil((bits * Math.ceil(depth / BLOCK.words)) / BLOCK.bits);
}

/** LUTs of a memory that is written at one place and read at another: four of them hold 6 bits x 32 words or 3 bits x 64. */
export function distributedLuts(bits: number, depth: number): number {
  if (depth <= 32) return 4 * Math.ceil(bits / 6);
  const banks = Math.ceil(depth / 64);
  return 4 * banks * Math.ceil(bits / 3) + (banks === 1 ? 0 : bits * Math.ceil(banks / 4));
}

/** LUTs of a memory that is only read: one for each bit and 64 words. */
export function romLuts(bits: number, depth: number): number {
  return bits * Math.ceil(depth / 64);
}

/** Bits that number so many places. */
export function bitsFor(count: number): number {
  return Math.max(1, Math.ceil(Math.log2(count)));
}
