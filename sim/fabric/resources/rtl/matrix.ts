import type { RtlResourceConstants } from './constants.js';
import { bitsFor, blockRams, distributedLuts, romLuts } from './memories.js';
import type { Parameters, RtlResources } from './usage.js';

/** Neuron folds whose thresholds become part of the comparisons, at most. */
const FEW_FOLDS = 4;
/** Words of a bank of block RAM. */
const BANK_WORDS = 512;
/** How the modules number bipolar and signed codes. */
const [BIPOLAR, SIGNED] = [0, 1];

/** Counters, the kept vector, weights, and for each row its sum, accumulator and thresholds. */
export function mvtuResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  const { SF, NF, PE, SIMD, INPUT_BITS, WEIGHT_BITS, ACCUMULATOR_BITS, THRESHOLDS } = parameters;
  const control = 12 + 1.5 * (bitsFor(SF) + bitsFor(NF) + bitsFor(SF * NF));
  const word = SIMD * INPUT_BITS;
  const vector = NF === 1 ? 0 : distributedLuts(word, SF) + word;
  const rows = PE * (dotProductLuts(parameters, constants) + ACCUMULATOR_BITS);
  const thresholds = THRESHOLDS === 0 ? 0 : thresholdLuts({ ...parameters, INPUT_BITS: ACCUMULATOR_BITS }, constants);
  const weights = weightMemory(PE * SIMD * WEIGHT_BITS, SF * NF, constants);
  return { lut: control + vector + rows + thresholds + weights.lut, bram18: weights.bram18 };
}

export function thresholdingResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  return { lut: 2 + 2 * bitsFor(parameters.NF) + thresholdLuts(parameters, constants), bram18: 0 };
}

/** A popcount of bipolar codes; else an array multiplier for each product, and adders. */
function dotProductLuts(parameters: Parameters, { popcountLut, popcountSavedLut }: RtlResourceConstants): number {
  const { SIMD, INPUT_BITS, INPUT_TYPE, WEIGHT_BITS, WEIGHT_TYPE, ACCUMULATOR_BITS } = parameters;
  if (INPUT_TYPE === BIPOLAR && WEIGHT_TYPE === BIPOLAR) {
    return Math.max(SIMD, popcountLut.value * SIMD - popcountSavedLut.value);
  }
  const [input, weight] = [numberBits(INPUT_BITS, INPUT_TYPE), numberBits(WEIGHT_BITS, WEIGHT_TYPE)];
  const sumBits = Math.min(ACCUMULATOR_BITS, input + weight + bitsFor(SIMD));
  return SIMD * input * weight + (SIMD - 1) * sumBits;
}

/** Bits of a code as a signed number. */
function numberBits(bits: number, type: number): number {
  if (type === BIPOLAR) return 2;
  return type === SIGNED ? bits : bits + 1;
}

/** The memory, the comparisons, and the count of thresholds that are passed. */
function thresholdLuts(parameters: Parameters, constants: RtlResourceConstants): number {
  const { NF, PE, INPUT_BITS, THRESHOLDS, OUTPUT_BITS } = parameters;
  const { comparisonLut, thresholdMemoryPart, smallThresholdMemoryPart } = constants;
  const bits = PE * INPUT_BITS * THRESHOLDS;
  const part = NF <= FEW_FOLDS ? smallThresholdMemoryPart : thresholdMemoryPart;
  const memory = NF === 1 ? 0 : part.value * romLuts(bits, NF);
  return memory + comparisonLut.value * bits + (THRESHOLDS === 1 ? 0 : PE * OUTPUT_BITS);
}

function weightMemory(bits: number, depth: number, constants: RtlResourceConstants): RtlResources {
  const bram18 = blockRams(bits, depth);
  const inLuts = (bits * depth) / 64;
  if (inLuts <= constants.blockRamLut.value * bram18) return { lut: depth === 1 ? 0 : romLuts(bits, depth), bram18: 0 };
  return { lut: depth <= BANK_WORDS ? 0 : constants.bankMultiplexerLut.value * bits, bram18 };
}
