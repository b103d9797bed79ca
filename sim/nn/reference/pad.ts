import { elements } from '../network.js';
import type { PadLayer } from '../tensor-layers.js';

/** Reference of zeros around a feature map, for one image. */
export function pad({ inputShape, outputShape, padding }: PadLayer, input: Int32Array): Int32Array {
  const [height, width, channels] = inputShape;
  const output = new Int32Array(elements(outputShape));
  for (let y = 0; y < height; y++) {
    const row = input.subarray(y * width * channels, (y + 1) * width * channels);
    output.set(row, ((y + padding.top) * outputShape[1] + padding.left) * channels);
  }
  return output;
}
