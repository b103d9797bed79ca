import { z } from 'zod';
import type { FinnEstimate } from './estimate.js';
import {
  hlsLut,
  hlsMultiplierDsp,
  type MatrixUnit,
  matrixUnitKeys,
  weightMemory,
  weightStorage,
} from './matrix-unit.js';
import { WITH_PARITY } from './memories.js';
import { count, dividing, flag, product, ramStyle, shape } from './parameters.js';

interface Mvau extends MatrixUnit {
  readonly MW: number;
  readonly MH: number;
  readonly numInputVectors: readonly number[];
  readonly ram_style_thresholds: z.infer<typeof ramStyle>;
}

/** Parameters of MVAU_hls and MVAU_rtl. */
export const mvauParameters = dividing(
  z.strictObject({
    MW: count,
    MH: count,
    ...matrixUnitKeys,
    ram_style_thresholds: ramStyle.default('auto'),
    numInputVectors: shape.default([1]),
    binaryXnorMode: flag.default(0),
  }),
  ({ PE, SIMD, MW, MH }) => [
    ['PE', PE, 'MH', MH],
    ['SIMD', SIMD, 'MW', MW],
  ],
);

/** MVAU_hls: a matrix-vector-activation unit in HLS. */
export function estimateMvauHls(unit: Mvau): FinnEstimate {
  const { MW, PE, SIMD, noActivation, ram_style_thresholds } = unit;
  const memory = weightMemory(unit, words(unit));
  const thresholdsInLuts = noActivation === 0 && ram_style_thresholds === 'distributed';
  const dsp = PE * SIMD * hlsMultiplierDsp(unit);
  return {
    ...common(unit),
    lut: hlsLut(unit, memory, MW, thresholdsInLuts ? Math.ceil(neuronFold(unit) / 64) : undefined),
    dsp,
    dsp58: dsp,
  };
}

/** MVAU_rtl: the same on DSPs; FINN counts no LUTs of it. */
export function estimateMvauRtl(unit: Mvau): FinnEstimate {
  const { PE, SIMD } = unit;
  return { ...common(unit), lut: 0, dsp: Math.ceil(PE / 4) * SIMD, dsp58: PE * Math.ceil(SIMD / 3) };
}

function common(unit: Mvau) {
  return {
    cycles: words(unit) * product(unit.numInputVectors),
    ...weightStorage(unit, weightMemory(unit, words(unit)), WITH_PARITY, false),
  };
}

/** WMEM: words of the weight memory. */
function words({ MW, MH, PE, SIMD }: Mvau): number {
  return (MW / SIMD) * (MH / PE);
}

function neuronFold({ MH, PE }: Mvau): number {
  return MH / PE;
}
