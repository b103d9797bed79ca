import type { PackedMaxPoolLayer } from '../packed-network.js';
import { planesOf } from '../packed-tensor.js';

/**
 * The largest code of a vector's pixels, for each channel; the vectors give the output's pixels. The largest one is positive
 * if one of them is, and negative if all are.
 */
export function maxPool(layer: PackedMaxPoolLayer, vectors: Uint32Array, output: Uint32Array): void {
  const { windowPixels, vectorWords } = layer;
  const { pixels, pixelWords, planeWords, format } = layer.output;
  const planes = planesOf(format);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let word = 0; word < pixelWords; word++) {
      const to = pixel * pixelWords + word;
      let from = pixel * planes * vectorWords + word;
      let positive = 0;
      let negative = -1;
      for (let windowPixel = 0; windowPixel < windowPixels; windowPixel++, from += pixelWords) {
        const high = planes === 2 ? vectors[from + vectorWords] : 0;
        positive |= vectors[from] & ~high;
        negative &= high;
      }
      output[to] = positive | negative;
      if (planes === 2) output[to + planeWords] = negative;
    }
  }
}
