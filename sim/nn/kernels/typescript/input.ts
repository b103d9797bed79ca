import type { PackedInput } from '../packed-network.js';
import { bitOfLane } from '../packed-tensor.js';

/** Packs the image whose bytes start at `images[from]`. */
export function packImage(input: PackedInput, images: Uint8Array, from: number, packed: Uint32Array): void {
  const { tensor, bytes, rule } = input;
  const channels = bytes / tensor.pixels;
  packed.fill(0);
  for (let pixel = 0; pixel < tensor.pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const byte = images[from + pixel * channels + channel];
      const lane = 'threshold' in rule ? Number(byte >= rule.threshold) : rule.values[byte] & 0xffff;
      const bit = bitOfLane(tensor, pixel, channel);
      packed[bit >>> 5] |= lane << bit;
    }
  }
}
