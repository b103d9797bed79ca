import { elements } from '../network.js';
import type { SpaceToDepthLayer } from '../tensor-layers.js';

/** Reference of squares of pixels that become one pixel each, for one image. */
export function spaceToDepth({ inputShape, outputShape, block }: SpaceToDepthLayer, input: Int32Array): Int32Array {
  const [height, width, channels] = inputShape;
  const output = new Int32Array(elements(outputShape));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = Math.floor(y / block) * outputShape[1] + Math.floor(x / block);
      const place = pixel * block ** 2 + (y % block) * block + (x % block);
      const from = (y * width + x) * channels;
      output.set(input.subarray(from, from + channels), place * channels);
    }
  }
  return output;
}
