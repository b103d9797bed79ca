import type { RtlResourceConstants } from './constants.js';

/**
 * Halves of block RAMs of a memory: banks of the words of one, side by side in its widest shape, so that bits of different banks share
 * one. That is how Yosys lays them.
 */
export function blockRams(bits: number, depth: number, constants: RtlResourceConstants): number {
  const { blockRamWords, blockRamBits } = constants;
  return Math.ceil((bits * Math.ceil(depth / blockRamWords.value)) / blockRamBits.value);
}

/** LUTs of a memory that is written at one place and read at another: a shallow or a deep shape of a slice's LUTs, and banks of these. */
export function distributedLuts(bits: number, depth: number, constants: RtlResourceConstants): number {
  const { ramLuts, shallowRamWords, shallowRamBits, deepRamWords, deepRamBits, bankSelectInputs } = constants;
  if (depth <= shallowRamWords.value) return ramLuts.value * Math.ceil(bits / shallowRamBits.value);
  const banks = Math.ceil(depth / deepRamWords.value);
  const select = banks === 1 ? 0 : bits * Math.ceil(banks / bankSelectInputs.value);
  return ramLuts.value * banks * Math.ceil(bits / deepRamBits.value) + select;
}

/** LUTs of a memory that is only read. */
export function romLuts(bits: number, depth: number, { romWords }: RtlResourceConstants): number {
  return bits * Math.ceil(depth / romWords.value);
}

/** Bits that number so many places. */
export function bitsFor(count: number): number {
  return Math.max(1, Math.ceil(Math.log2(count)));
}
