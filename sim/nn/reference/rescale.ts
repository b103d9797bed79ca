import { clampTo, outputRange } from '../output-range.js';
import { fixedPoint, multiplyFixedPoint } from '../requantize.js';
import type { RescaleLayer } from '../tensor-layers.js';

/** Reference of integers in another type, for one image: each times a fixed-point number of 32 bits. */
export function rescale(layer: RescaleLayer, input: Int32Array): Int32Array {
  const { inputType, outputType } = layer;
  const ratio = fixedPoint(Math.fround(inputType.scale) / Math.fround(outputType.scale));
  const range = outputRange(layer);
  return input.map((value) => clampTo(range, multiplyFixedPoint(value, ratio)));
}
