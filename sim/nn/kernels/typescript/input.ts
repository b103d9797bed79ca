import type { PackedInput } from '../packed-network.js';
import { setLane } from '../packed-tensor.js';

/** Packs the image whose bytes start at `images[from]`. */
export function packImage(
  { tensor, bytes, rule }: PackedInput,
  images: Uint8Array,
  from: number,
  packed: Uint32Array,
): void {
  const { pixels, pixelWords, format } = tensor;
  const channels = bytes / pixels;
  packed.fill(0);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const byte = images[from + pixel * channels + channel];
      const value = 'threshold' in rule ? Number(byte >= rule.threshold) : rule.values[byte];
      setLane(packed, pixel * pixelWords, channel, format, value);
    }
  }
}
