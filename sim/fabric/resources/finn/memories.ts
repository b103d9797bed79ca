/** A memory of `depth` words of `width` bits. */
export interface MemoryShape {
  readonly depth: number;
  readonly width: number;
}

/** Bits in which a RAMB18 and a URAM are counted for the efficiency. */
const BRAM18_BITS = 36 * 512;
const URAM_BITS = 72 * 4096;

/** Widths of a RAMB18 at depths of 2048, 1024 and 512 words. */
export type Bram18Widths = readonly [at2048: number, at1024: number, at512: number];
export const WITH_PARITY: Bram18Widths = [9, 18, 36];
export const WITHOUT_PARITY: Bram18Widths = [8, 16, 32];

/** RAMB18 of a memory that FINN reads a word a cycle from: weights and FIFOs. */
export function bram18Of({ depth, width }: MemoryShape, [at2048, at1024, at512]: Bram18Widths = WITH_PARITY): number {
  const blocks = (blockDepth: number, blockWidth: number) =>
    Math.ceil(depth / blockDepth) * Math.ceil(width / blockWidth);
  if (width === 1) return blocks(16384, 1);
  if (width === 2) return blocks(8192, 2);
  if (width <= 4) return blocks(4096, 4);
  if (width <= at2048) return blocks(2048, at2048);
  if (width <= at1024 || depth > 512) return blocks(1024, at1024);
  return blocks(512, at512);
}

/** URAM of a memory. */
export function uramOf({ depth, width }: MemoryShape): number {
  return Math.ceil(width / 72) * Math.ceil(depth / 4096);
}

/** Share of the RAMB18 that holds bits which are needed. */
export function bramEfficiency(neededBits: number, bram18: number): number {
  return bram18 === 0 ? 1 : neededBits / (bram18 * BRAM18_BITS);
}

/** Share of the URAM that holds bits which are needed. */
export function uramEfficiency(neededBits: number, uram: number): number {
  return uram === 0 ? 1 : neededBits / (uram * URAM_BITS);
}

/** Base-2 logarithm of a whole number of at least 1, rounded down. */
export function floorLog2(value: number): number {
  return 31 - Math.clz32(value);
}

/** Base-2 logarithm of a whole number of at least 1, rounded up. */
export function ceilLog2(value: number): number {
  return value === 1 ? 0 : floorLog2(value - 1) + 1;
}
