import type { FloatReluLayer } from '../../float-layers.js';
import { quantizeRange } from '../../quantize/min-max.js';

/** Reference of a ReLU for one image, rounded to levels where the layer has bits. */
export function floatRelu({ bits }: FloatReluLayer, input: Float32Array): Float32Array {
  const output = input.map((value) => Math.max(value, 0));
  if (bits === undefined) return output;
  return quantizeRange(output, { bits, min: 0, max: output.reduce((a, b) => Math.max(a, b), 0) });
}
