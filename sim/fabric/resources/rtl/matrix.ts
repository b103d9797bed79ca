import type { RtlResourceConstants } from './constants.js';
import { bitsFor, blockRams, distributedLuts, romLuts } from './memories.js';
import type { Parameters, RtlResources } from './usage.js';

/** How the modules number bipolar and signed codes. */
const [BIPOLAR, SIGNED] = [0, 1];

/** Counters, the kept vector, weights, and for each row its sum, accumulator and thresholds. */
export function mvtuResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  const { SF, NF, PE, SIMD, INPUT_BITS, WEIGHT_BITS, ACCUMULATOR_BITS, THRESHOLDS } = parameters;
  const { mvtuControlLut, counterLut } = constants;
  const control = mvtuControlLut.value + counterLut.value * (bitsFor(SF) + bitsFor(NF) + bitsFor(SF * NF));
  const word = SIMD * INPUT_BITS;
  const vector = NF === 1 ? 0 : distributedLuts(word, SF, constants) + word;
  const rows = PE * (dotProductLuts(parameters, constants) + ACCUMULATOR_BITS);
  const thresholds = THRESHOLDS === 0 ? 0 : thresholdLuts({ ...parameters, INPUT_BITS: ACCUMULATOR_BITS }, constants);
  const weights = weightMemory(PE * SIMD * WEIGHT_BITS, SF * NF, constants);
  return { lut: control + vector + rows + thresholds + weights.lut, bram18: weights.bram18 };
}

export function thresholdingResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  const { thresholdingControlLut, thresholdingCounterLut } = constants;
  const control = thresholdingControlLut.value + thresholdingCounterLut.value * bitsFor(parameters.NF);
  return { lut: control + thresholdLuts(parameters, constants), bram18: 0 };
}

/** A popcount of bipolar codes; else an array multiplier for each product, and adders. */
function dotProductLuts(parameters: Parameters, { popcountLut, popcountSavedLut }: RtlResourceConstants): number {
  const { SIMD, INPUT_BITS, INPUT_TYPE, WEIGHT_BITS, WEIGHT_TYPE, ACCUMULATOR_BITS } = parameters;
  if (INPUT_TYPE === BIPOLAR && WEIGHT_TYPE === BIPOLAR) {
    return Math.max(SIMD, popcountLut.value * SIMD - popcountSavedLut.value);
  }
  const [input, weight] = [numberBits(INPUT_BITS, INPUT_TYPE), numberBits(WEIGHT_BITS, WEIGHT_TYPE)];
  return SIMD * input * weight + (SIMD - 1) * ACCUMULATOR_BITS;
}

/** Bits of a code as a signed number. */
function numberBits(bits: number, type: number): number {
  if (type === BIPOLAR) return 2;
  return type === SIGNED ? bits : bits + 1;
}

/** The memory, the comparisons, and the count of thresholds that are passed. */
function thresholdLuts(parameters: Parameters, constants: RtlResourceConstants): number {
  const { NF, PE, INPUT_BITS, THRESHOLDS, OUTPUT_BITS } = parameters;
  const { comparisonLut, thresholdMemoryPart, smallThresholdMemoryPart, fewFolds } = constants;
  const bits = PE * INPUT_BITS * THRESHOLDS;
  const part = NF <= fewFolds.value ? smallThresholdMemoryPart : thresholdMemoryPart;
  const memory = NF === 1 ? 0 : part.value * romLuts(bits, NF, constants);
  return memory + comparisonLut.value * bits + (THRESHOLDS === 1 ? 0 : PE * OUTPUT_BITS);
}

function weightMemory(bits: number, depth: number, constants: RtlResourceConstants): RtlResources {
  const { blockRamLut, blockRamWords, romWords, bankMultiplexerLut } = constants;
  const bram18 = blockRams(bits, depth, constants);
  const inLuts = (bits * depth) / romWords.value;
  if (inLuts <= blockRamLut.value * bram18)
    return { lut: depth === 1 ? 0 : romLuts(bits, depth, constants), bram18: 0 };
  return { lut: depth <= blockRamWords.value ? 0 : bankMultiplexerLut.value * bits, bram18 };
}
