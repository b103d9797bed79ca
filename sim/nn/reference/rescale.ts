import { clampTo, outputRange } from '../output-range.js';
import { fixedPoint, multiplyFixedPoint, roundHalfToEven } from '../requantize.js';
import type { RescaleLayer } from '../tensor-layers.js';

/** Units of a multiplier of the rule `coarse`. */
const COARSE = 256;

/** Reference of integers in another type, for one image. */
export function rescale(layer: RescaleLayer, input: Int32Array): Int32Array {
  const { inputType, outputType, precision } = layer;
  const ratio = Math.fround(Math.fround(inputType.scale) / Math.fround(outputType.scale));
  const range = outputRange(layer);
  if (precision === 'coarse') {
    const multiplier = roundHalfToEven(COARSE * ratio);
    return input.map((value) => clampTo(range, Math.floor((value * multiplier + COARSE / 2) / COARSE)));
  }
  if (precision === 'float') {
    const [from, to] = [inputType, outputType].map(({ scale }) => Math.fround(scale));
    return input.map((value) => clampTo(range, roundHalfToEven(Math.fround(Math.fround(value * from) / to))));
  }
  const fine = fixedPoint(ratio);
  return input.map((value) => clampTo(range, multiplyFixedPoint(value, fine)));
}
