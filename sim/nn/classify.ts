import type { ClassRule, Network } from './network.js';
import type { PackedMatrix } from './packed-matrix.js';

/** Class of one image: row `image` of the last layer's codes, of whose bits the low `classes` count. */
export type ClassOf = (codes: PackedMatrix, image: number, classes: number) => number;

const rules: Readonly<Record<ClassRule, ClassOf>> = { highestSetBit };

/** Class of every image by the network's own rule; `codes` has a row an image. */
export function classify(network: Pick<Network, 'classes' | 'classRule'>, codes: PackedMatrix): Int32Array {
  const classOf = rules[network.classRule];
  return Int32Array.from({ length: codes.rows }, (_, image) => classOf(codes, image, network.classes.length));
}

/** Index of the highest set bit, 0 if none is set: how BNN-PYNQ reads a batch. */
export function highestSetBit(codes: PackedMatrix, image: number, classes: number): number {
  for (let index = classes - 1; index > 0; index--) {
    if (isSet(codes, image, index)) return index;
  }
  return 0;
}

/**
 * Base-2 logarithm of the bits read as a number, rounded to nearest, 0 for 0: how BNN-PYNQ reads a single image. It
 * differs from `highestSetBit` where several bits are set: 6 gives 3.
 */
export function roundedLog2(codes: PackedMatrix, image: number, classes: number): number {
  let word = 0;
  for (let index = 0; index < classes; index++) {
    if (isSet(codes, image, index)) word += 2 ** index;
  }
  return word === 0 ? 0 : Math.round(Math.log2(word));
}

function isSet(codes: PackedMatrix, image: number, bit: number): boolean {
  return ((codes.words[image * codes.wordsPerRow + (bit >>> 5)] >>> (bit & 31)) & 1) === 1;
}
