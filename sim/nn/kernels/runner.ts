import type { PackedNetwork } from './packed-network.js';

/** Computes a network's outputs with one kind of kernels on one thread; holds its weights and buffers. */
export interface Runner {
  /**
   * Runs images `first` to `first + count - 1` of `pixels` (image after image) and stores the last layer's codes of each
   * in its row of `codes`, the words of a PackedMatrix.
   */
  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void;
}

/** 32-bit words of a row of the PackedMatrix that holds a network's outputs. */
export function wordsOfOutput({ outputs, outputBits }: PackedNetwork): number {
  return Math.ceil((outputs * outputBits) / 32);
}

/** Stores one image's outputs, in bit planes of `planeWords` words from `planes[at]` on, as its row of codes. */
export function storeCodes(
  network: PackedNetwork,
  planes: Uint32Array,
  at: number,
  planeWords: number,
  codes: Uint32Array,
  image: number,
): void {
  const words = wordsOfOutput(network);
  for (let word = 0; word < words; word++) {
    codes[image * words + word] =
      network.outputBits === 1 ? planes[at + word] : interleave(planes, at + (word >>> 1), planeWords, 16 * (word & 1));
  }
}

/** The 16 two-bit codes whose bits start at bit `shift` of a word of the low plane and of the high plane. */
function interleave(planes: Uint32Array, low: number, planeWords: number, shift: number): number {
  return spread(planes[low] >>> shift) | (spread(planes[low + planeWords] >>> shift) << 1);
}

/** Moves bit i to bit 2 i, for the low 16 bits. */
function spread(bits: number): number {
  let spaced = bits & 0xffff;
  spaced = (spaced | (spaced << 8)) & 0x00ff00ff;
  spaced = (spaced | (spaced << 4)) & 0x0f0f0f0f;
  spaced = (spaced | (spaced << 2)) & 0x33333333;
  return (spaced | (spaced << 1)) & 0x55555555;
}
