import { z } from 'zod';
import { type FinnType, finnType } from './data-type.js';
import type { FinnEstimate } from './estimate.js';
import { type Bram18Widths, bram18Of, bramEfficiency, type MemoryShape, uramEfficiency, uramOf } from './memories.js';
import { count, flag, memMode, ramStyle } from './parameters.js';

/** Parameters that MVAU and VVAU share, by FINN's names. */
export const matrixUnitKeys = {
  PE: count,
  SIMD: count,
  inputDataType: finnType,
  weightDataType: finnType,
  outputDataType: finnType,
  accDataType: finnType.default({ bits: 32, signed: true }),
  mem_mode: memMode.default('internal_decoupled'),
  ram_style: ramStyle.default('auto'),
  resType: z.enum(['auto', 'lut', 'dsp']).default('auto'),
  noActivation: flag.default(0),
  runtime_writeable_weights: flag.default(0),
};

export interface MatrixUnit {
  readonly PE: number;
  readonly SIMD: number;
  readonly inputDataType: FinnType;
  readonly weightDataType: FinnType;
  readonly outputDataType: FinnType;
  readonly accDataType: FinnType;
  readonly mem_mode: z.infer<typeof memMode>;
  readonly ram_style: z.infer<typeof ramStyle>;
  readonly resType: 'auto' | 'lut' | 'dsp';
  readonly noActivation: 0 | 1;
}

/** Embedded weights of at most so many words are kept in LUTs. */
const EMBEDDED_LUT_WORDS = 128;

/** The weights as one memory: PE x SIMD weights a word. */
export function weightMemory({ PE, SIMD, weightDataType }: MatrixUnit, depth: number): MemoryShape {
  return { depth, width: PE * SIMD * weightDataType.bits };
}

/**
 * Weights in block RAM and URAM. Embedded weights that are not kept in LUTs are counted in both, whatever the style: so do
 * FINN's estimators.
 */
export function weightStorage(
  unit: MatrixUnit,
  memory: MemoryShape,
  widths: Bram18Widths,
  shallowAutoInLuts: boolean,
): Pick<FinnEstimate, 'bram18' | 'uram' | 'bramEfficiency' | 'uramEfficiency'> {
  const { mem_mode, ram_style } = unit;
  const shallow = memory.depth <= EMBEDDED_LUT_WORDS;
  const elsewhere = mem_mode === 'external' || (mem_mode === 'internal_embedded' && shallow);
  const decoupled = mem_mode === 'internal_decoupled';
  const noBram =
    elsewhere ||
    (decoupled && (ram_style === 'distributed' || ram_style === 'ultra')) ||
    (shallowAutoInLuts && ram_style === 'auto' && shallow);
  const noUram = elsewhere || (decoupled && ram_style !== 'ultra');
  const bram18 = noBram ? 0 : bram18Of(memory, widths);
  const uram = noUram ? 0 : uramOf(memory);
  const bits = memory.depth * memory.width;
  return { bram18, uram, bramEfficiency: bramEfficiency(bits, bram18), uramEfficiency: uramEfficiency(bits, uram) };
}

/** LUTs that hold weights. */
export function weightLut({ mem_mode, ram_style }: MatrixUnit, { depth, width }: MemoryShape): number {
  const inLuts =
    (mem_mode === 'internal_decoupled' && ram_style === 'distributed') ||
    (mem_mode === 'internal_embedded' && depth <= EMBEDDED_LUT_WORDS);
  return inLuts ? width * Math.ceil(depth / 64) : 0;
}

/**
 * LUTs of an HLS unit by the FINN-R model (Blott et al., ACM TRETS 11(3), 2018), accumulators by arXiv 2301.13376.
 * @param terms products that an accumulator takes: MW, or Kh x Kw of a depthwise unit
 * @param thresholdWords words of threshold memory in 64ths for each accumulator bit and threshold; absent where thresholds
 *   are not in LUTs
 */
export function hlsLut(unit: MatrixUnit, memory: MemoryShape, terms: number, thresholdWords?: number): number {
  const { PE, SIMD, inputDataType, weightDataType, accDataType, outputDataType, resType } = unit;
  const productBits = weightDataType.bits + inputDataType.bits;
  const alpha = Math.log2(terms) + productBits - 1 - (inputDataType.signed ? 1 : 0);
  const accumulatorBits = Math.min(accDataType.bits, Math.ceil(alpha + Math.log2(1 + 2 ** -alpha) + 1));
  const multipliers = resType === 'dsp' ? 0 : SIMD * (2 * Math.ceil(productBits / 6) - 1) * productBits;
  const adderTree = productBits * (2 * SIMD - 1);
  const thresholdBits = (2 ** outputDataType.bits - 1) * accumulatorBits;
  const thresholds = thresholdWords === undefined ? 0 : thresholdBits * thresholdWords + thresholdBits;
  return Math.trunc(
    300 + 1.1 * (PE * (multipliers + adderTree + accumulatorBits + thresholds)) + weightLut(unit, memory),
  );
}

/** DSPs for each multiplier of an HLS unit. */
export function hlsMultiplierDsp({ resType, weightDataType, inputDataType }: MatrixUnit): number {
  return resType === 'dsp' ? Math.ceil((weightDataType.bits + inputDataType.bits) / 48) : 0;
}
