import type { DataType } from '../../../nn/data-type.js';
import { bram18Of } from '../../resources/finn/memories.js';
import { estimateThresholdingRtl } from '../../resources/finn/thresholding-rtl.js';
import { finnTypeOf } from './finn-type.js';
import type { OpCost } from './op.js';

/** Sums that become outputs, `pe` at a time. */
export interface Requantizer {
  readonly channels: number;
  readonly pe: number;
  readonly sumType: DataType;
  readonly outputType: DataType;
  /** Beats of a frame. */
  readonly beats: number;
}

/** Thresholding_rtl as FINN estimates it, on a device without URAM. */
export function thresholdingCost({ channels, pe, sumType, outputType, beats }: Requantizer): OpCost {
  const { lut, bram18 } = estimateThresholdingRtl(
    {
      NumChannels: channels,
      PE: pe,
      weightDataType: finnTypeOf(sumType),
      outputDataType: finnTypeOf(outputType),
      numInputVectors: [(beats * pe) / channels],
      uniform_thres: 0,
      depth_trigger_bram: 0,
      depth_trigger_uram: 0,
    },
    { hasUram: false },
  );
  return { lut, bram18, dsp: 0 };
}

/** Mantissa of a 32-bit floating-point number, and what its exponent can shift by. */
const MULTIPLIER_BITS = 24;
const SHIFT_BITS = 6;
/** Operands of a DSP48, signed. */
const DSP_WIDE_BITS = 25;
const DSP_NARROW_BITS = 18;
/** Words of a LUT used as memory. */
const LUT_RAM_WORDS = 64;

/**
 * A scale unit: for each lane a bias, a product with a number of 24 bits, a shift, rounding and clamping; their parameters in
 * one memory. It is no unit of FINN's: LUTs are what the structure has (a LUT holds two levels of a shifter), DSPs the
 * partial products of 25 x 18 bits.
 */
export function scaleUnitCost({ channels, pe, sumType, outputType }: Requantizer): OpCost {
  const productBits = sumType.bits + MULTIPLIER_BITS;
  const bias = sumType.bits;
  const shifter = productBits * (SHIFT_BITS / 2);
  const rounding = 2 * outputType.bits;
  const parameters = { depth: channels / pe, width: pe * (bias + MULTIPLIER_BITS + SHIFT_BITS) };
  const inLuts = parameters.depth <= LUT_RAM_WORDS;
  return {
    lut: pe * (bias + shifter + rounding) + (inLuts ? parameters.width : 0),
    bram18: inLuts ? 0 : bram18Of(parameters),
    dsp: pe * partialProducts(sumType.bits),
  };
}

function partialProducts(sumBits: number): number {
  if (sumBits <= DSP_NARROW_BITS) return 1;
  return Math.ceil(sumBits / DSP_WIDE_BITS) * Math.ceil((MULTIPLIER_BITS + 1) / DSP_NARROW_BITS);
}
