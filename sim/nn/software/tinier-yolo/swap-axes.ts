import type { FloatMap } from '../convolution.js';

/**
 * The map with rows and columns exchanged. The original feeds the machine with maps whose rows are the columns of the
 * picture (facts/qnn-mo-pynq.md section 2.3).
 */
export function swapAxes({ height, width, channels, data }: FloatMap): FloatMap {
  const swapped = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = (y * width + x) * channels;
      swapped.set(data.subarray(source, source + channels), (x * height + y) * channels);
    }
  }
  return { height: width, width: height, channels, data: swapped };
}
