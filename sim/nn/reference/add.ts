import { clampTo, outputRange } from '../output-range.js';
import { addPowerOfTwo, addShifts } from '../power-of-two.js';
import { roundHalfToEven } from '../requantize.js';
import type { AddLayer } from '../tensor-layers.js';

/** Exponent of the units of a multiplier in [1, 2). */
const MULTIPLIER_SHIFT = 20;

/** Reference of a sum of two tensors for one image, as XNNPACK's kernels of 8-bit integers, ONNX or the DPU compute it. */
export function add(layer: AddLayer, a: Int32Array, b: Int32Array): Int32Array {
  switch (layer.rule) {
    case 'scale':
      return addScaled(layer, a, b);
    case 'float':
      return addReals(layer, a, b);
    case 'powerOfTwo':
      return addShifted(layer, a, b);
  }
}

function addReals(layer: AddLayer, a: Int32Array, b: Int32Array): Int32Array {
  const [scaleA, scaleB] = layer.inputTypes.map(({ scale }) => Math.fround(scale));
  const scale = Math.fround(layer.outputType.scale);
  const range = outputRange(layer);
  return a.map((value, index) => {
    const sum = Math.fround(Math.fround(value * scaleA) + Math.fround(b[index] * scaleB));
    return clampTo(range, roundHalfToEven(Math.fround(sum / scale)));
  });
}

function addShifted(layer: AddLayer, a: Int32Array, b: Int32Array): Int32Array {
  const [first, second] = layer.inputTypes;
  const shifts = addShifts([first.scale, second.scale], layer.outputType.scale);
  const range = outputRange(layer);
  return a.map((value, index) => addPowerOfTwo(value, b[index], shifts, range));
}

function addScaled(layer: AddLayer, a: Int32Array, b: Int32Array): Int32Array {
  const { multipliers, shift } = addends(layer);
  const range = outputRange(layer);
  const [unit, half] = [2 ** shift, 2 ** (shift - 1)];
  return a.map((value, index) => {
    const sum = value * multipliers[0] + b[index] * multipliers[1];
    return clampTo(range, Math.floor((sum + half) / unit));
  });
}

/** What each input is multiplied by, in units of 2^-shift. */
function addends({ inputTypes, outputType }: AddLayer): {
  readonly multipliers: readonly [number, number];
  readonly shift: number;
} {
  const ratio = (scale: number) => Math.fround(Math.fround(scale) / Math.fround(outputType.scale));
  const [a, b] = [ratio(inputTypes[0].scale), ratio(inputTypes[1].scale)];
  const shift = MULTIPLIER_SHIFT - binaryExponent(Math.max(a, b));
  return { multipliers: [roundHalfToEven(a * 2 ** shift), roundHalfToEven(b * 2 ** shift)], shift };
}

/** The exponent that a floating-point number has in memory: that of the largest power of two not above it. */
function binaryExponent(value: number): number {
  return (new Uint32Array(Float32Array.of(value).buffer)[0] >>> 23) - 127;
}
