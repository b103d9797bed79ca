import { elements } from '../network.js';
import type { UpsampleLayer } from '../tensor-layers.js';

/** Reference of repeated rows and columns, for one image. */
export function upsample({ inputShape, outputShape, factor }: UpsampleLayer, input: Int32Array): Int32Array {
  const [height, width, channels] = outputShape;
  const output = new Int32Array(elements(outputShape));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / factor[0]) * inputShape[1] + Math.floor(x / factor[1])) * channels;
      output.set(input.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return output;
}
