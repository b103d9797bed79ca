import type { Word } from '../../core/pipeline.js';
import { decodeLanes, encodeLanes } from '../units/lanes.js';
import { collecting, splitting } from '../units/width-converter.js';
import { activationType, type OffloadOverlay, wordsPerPixel } from './overlay.js';

/**
 * A feature map as it lies in memory: pixel by pixel, each as wide as the largest that the engine takes, channel 0 lowest.
 * (facts/qnn-mo-pynq.md section 2.3)
 * @param values in the order height, width, channel
 */
export function toMemoryWords(values: Int32Array, channels: number, overlay: OffloadOverlay): Word[] {
  const split = splitting(overlay.memoryWordBits, wordsPerPixel(overlay));
  const type = activationType(overlay);
  return pixelsOf(values, channels).flatMap((pixel) => split(encodeLanes(pixel, channels, type)));
}

/** The inverse of `toMemoryWords`. */
export function fromMemoryWords(words: readonly Word[], channels: number, overlay: OffloadOverlay): Int32Array {
  const parts = wordsPerPixel(overlay);
  const collect = collecting(overlay.memoryWordBits);
  const type = activationType(overlay);
  const values = new Int32Array((words.length / parts) * channels);
  for (let pixel = 0; pixel * parts < words.length; pixel++) {
    const lanes = collect(words.slice(pixel * parts, (pixel + 1) * parts));
    values.set(decodeLanes(lanes, channels, type), pixel * channels);
  }
  return values;
}

function pixelsOf(values: Int32Array, channels: number): Int32Array[] {
  return Array.from({ length: values.length / channels }, (_, pixel) =>
    values.subarray(pixel * channels, (pixel + 1) * channels),
  );
}
