import { addMemories, type Placement } from './memory.js';
import type { Usage } from './usage.js';

/** What the resources of a matrix-vector-threshold unit depend on. */
export interface MvtuShape {
  readonly mw: number;
  readonly mh: number;
  readonly pe: number;
  readonly simd: number;
  readonly inputBits: number;
  readonly weightBits: number;
  /** Thresholds of a row; 0 where sums are passed on. */
  readonly thresholds: number;
  readonly accumulatorBits: number;
  readonly weightPlacement?: Placement | undefined;
  readonly thresholdPlacement?: Placement | undefined;
}

/**
 * An MVTU: for each PE SIMD multipliers in LUTs, an adder tree, an accumulator, and a comparator for each threshold; the
 * vector in registers behind a multiplexer; for each PE its own memory of weights and one for each threshold.
 * (facts/bnn-pynq.md section 4)
 */
export function addMvtu(usage: Usage, shape: MvtuShape): void {
  const { mw, mh, pe, simd, inputBits, weightBits, thresholds, accumulatorBits } = shape;
  const [synapseFold, neuronFold] = [mw / simd, mh / pe];
  const product = productBits(inputBits, weightBits);
  usage.logicLut +=
    pe * (simd * productLut(inputBits, weightBits) + adderTree(simd, product) + (1 + thresholds) * accumulatorBits);
  if (neuronFold > 1) usage.logicLut += simd * inputBits * Math.ceil(synapseFold / MULTIPLEXER_INPUTS);
  addMemories(usage, pe, synapseFold * neuronFold, simd * weightBits, shape.weightPlacement);
  addMemories(usage, pe * thresholds, neuronFold, accumulatorBits, shape.thresholdPlacement);
  usage.blocks++;
}

/** Inputs of a multiplexer that a 6-input LUT holds. */
export const MULTIPLEXER_INPUTS = 4;

/** Bits of a product: of an XNOR; of a conditional negation, one bit wider; or of two numbers. */
function productBits(inputBits: number, weightBits: number): number {
  if (weightBits > 1) return inputBits + weightBits;
  return inputBits === 1 ? 1 : inputBits + 1;
}

/** LUTs of a product: one for each bit, and as many for every two further bits of the narrower operand. */
function productLut(inputBits: number, weightBits: number): number {
  return productBits(inputBits, weightBits) * Math.ceil(Math.min(inputBits, weightBits) / 2);
}

/** LUTs of the adders that make one sum of so many products: a bit wider from level to level. */
function adderTree(terms: number, bits: number): number {
  let lut = 0;
  let width = bits;
  for (let left = terms; left > 1; left -= left >> 1) lut += (left >> 1) * width++;
  return lut;
}
