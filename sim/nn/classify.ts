import { InputError } from '../core/input/input-error.js';
import { decodeValue, FLOAT } from './data-type.js';
import type { ClassReals, ClassRule, Network } from './network.js';
import { getCode, type PackedMatrix } from './packed-matrix.js';

/** Class of one image: row `image` of the last layer's codes, of which the first `classes` count. */
export type ClassOf = (codes: PackedMatrix, image: number, classes: number, reals?: ClassReals) => number;

interface ReadingOfClasses {
  readonly batch: ClassOf;
  readonly single: ClassOf;
}

/** How a batch of images is read, and how a single image: BNN-PYNQ reads the two apart (facts/bnn-pynq.md section 2). */
const rules: Readonly<Record<Exclude<ClassRule, 'none'>, ReadingOfClasses>> = {
  highestSetBit: { batch: highestSetBit, single: roundedLog2 },
  largestPositive: { batch: largestPositive, single: firstLargest },
  largest: { batch: firstLargest, single: firstLargest },
  largestUnsigned: { batch: firstLargestUnsigned, single: firstLargestUnsigned },
  largestReal: { batch: firstLargestReal, single: firstLargestReal },
};

/** How scores are read that are not signed integers. */
function scoreOfRule({ classRule, classReals }: Judged): typeof getCode {
  if (classRule === 'largestReal') return realScore(classReals);
  return classRule === 'largestUnsigned' ? getCode : signedScore;
}

type Judged = Pick<Network, 'classes' | 'classRule' | 'classReals'>;

/**
 * Class of every image by the network's own rule; `codes` has a row an image.
 * @throws InputError for a network without classes
 */
export function classify({ classes, classRule, classReals }: Judged, codes: PackedMatrix): Int32Array {
  const classOf = readingBy(classRule).batch;
  return Int32Array.from({ length: codes.rows }, (_, image) => classOf(codes, image, classes.length, classReals));
}

/**
 * Class of a single image, as the original's call for single images reads it; `codes` has one row.
 * @throws InputError for a network without classes
 */
export function classifySingle({ classes, classRule, classReals }: Judged, codes: PackedMatrix): number {
  return readingBy(classRule).single(codes, 0, classes.length, classReals);
}

/**
 * The `count` classes of an image with the largest scores, the largest first; of equal ones the first. `codes` are scores,
 * signed integers unless the network's rule says otherwise, a row an image.
 */
export function topClasses(judged: Judged, codes: PackedMatrix, image: number, count = 5): number[] {
  const { classes } = judged;
  const scoreOf = scoreOfRule(judged);
  const scores = classes.map((_, index) => scoreOf(codes, image, index));
  return scores
    .map((_, index) => index)
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, count);
}

function readingBy(classRule: ClassRule): ReadingOfClasses {
  if (classRule === 'none') throw new InputError('the network gives a feature map and no classes');
  return rules[classRule];
}

/** Index of the highest set bit, 0 if none is set. */
export function highestSetBit(codes: PackedMatrix, image: number, classes: number): number {
  for (let index = classes - 1; index > 0; index--) {
    if (getCode(codes, image, index) === 1) return index;
  }
  return 0;
}

/**
 * Base-2 logarithm of the bits read as a number, rounded to nearest, 0 for 0. It differs from `highestSetBit` where several
 * bits are set: 6 gives 3.
 */
export function roundedLog2(codes: PackedMatrix, image: number, classes: number): number {
  let word = 0;
  for (let index = 0; index < classes; index++) word += getCode(codes, image, index) * 2 ** index;
  return word === 0 ? 0 : Math.round(Math.log2(word));
}

/** Index of the first of the largest signed scores, 0 if none is positive. */
export function largestPositive(codes: PackedMatrix, image: number, classes: number): number {
  const largest = firstLargest(codes, image, classes);
  return signedScore(codes, image, largest) > 0 ? largest : 0;
}

/** Index of the first of the largest signed scores. It differs from `largestPositive` where no score is positive. */
export function firstLargest(codes: PackedMatrix, image: number, classes: number): number {
  return firstLargestOf(signedScore, codes, image, classes);
}

/** Index of the first of the largest scores that are not signed. */
export function firstLargestUnsigned(codes: PackedMatrix, image: number, classes: number): number {
  return firstLargestOf(getCode, codes, image, classes);
}

/** Index of the first of the largest scores that are real numbers, or stand for them. */
export function firstLargestReal(codes: PackedMatrix, image: number, classes: number, reals?: ClassReals): number {
  return firstLargestOf(realScore(reals), codes, image, classes);
}

function firstLargestOf(scoreOf: typeof getCode, codes: PackedMatrix, image: number, classes: number): number {
  let largest = 0;
  for (let index = 1; index < classes; index++) {
    if (scoreOf(codes, image, index) > scoreOf(codes, image, largest)) largest = index;
  }
  return largest;
}

function signedScore(codes: PackedMatrix, image: number, index: number): number {
  const type = { bits: codes.bits, encoding: 'signed', narrow: false, scale: 1 } as const;
  return decodeValue(type, getCode(codes, image, index));
}

/** A real number, or the one that a signed score stands for where classes have scales and offsets. */
function realScore(reals: ClassReals | undefined): typeof getCode {
  if (reals === undefined) return (codes, image, index) => decodeValue(FLOAT, getCode(codes, image, index));
  return (codes, image, index) => signedScore(codes, image, index) * reals.gains[index] + reals.offsets[index];
}
