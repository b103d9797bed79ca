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
import { WITHOUT_PARITY } from './memories.js';
import { count, dividing, pair, product } from './parameters.js';

interface Vvau extends MatrixUnit {
  readonly Channels: number;
  readonly Kernel: readonly number[];
  /** Output pixels: height and width. */
  readonly Dim: readonly number[];
}

/** Parameters of VVAU_hls and VVAU_rtl. */
export const vvauParameters = dividing(
  z.strictObject({ Channels: count, Kernel: pair, Dim: pair, ...matrixUnitKeys }),
  ({ PE, SIMD, Channels, Kernel }) => [
    ['PE', PE, 'Channels', Channels],
    ['SIMD', SIMD, 'Kernel', product(Kernel)],
  ],
);

/** VVAU_hls: a depthwise vector-vector-activation unit in HLS. Its thresholds are always counted in LUTs. */
export function estimateVvauHls(unit: Vvau): FinnEstimate {
  const { Channels, PE, Kernel, noActivation } = unit;
  const thresholdWords = noActivation === 0 ? Channels / PE / 64 : undefined;
  const dsp = PE * hlsMultiplierDsp(unit);
  const memory = weightMemory(unit, words(unit));
  return { ...common(unit), lut: hlsLut(unit, memory, product(Kernel), thresholdWords), dsp, dsp58: dsp };
}

/** VVAU_rtl: the same on DSP58; FINN counts no LUTs of it. */
export function estimateVvauRtl(unit: Vvau): FinnEstimate {
  const dsp = unit.PE * Math.ceil(unit.SIMD / 3);
  return { ...common(unit), lut: 0, dsp, dsp58: dsp };
}

function common(unit: Vvau) {
  return {
    cycles: words(unit) * product(unit.Dim),
    ...weightStorage(unit, weightMemory(unit, words(unit)), WITHOUT_PARITY, true),
  };
}

/** Words of the weight memory. */
function words({ Channels, Kernel, PE, SIMD }: Vvau): number {
  return (product(Kernel) * Channels) / PE / SIMD;
}
