import type { PackedInput } from '../packed-network.js';
import { bitOfLane } from '../packed-tensor.js';

/** Packs the image whose bytes start at `images[from]`. */
export function packImage(input: PackedInput, images: Uint8Array, from: number, packed: Uint32Array): void {
  const { tensor, bytes, rule } = input;
  const { planes, planeWords } = tensor;
  const channels = bytes / tensor.pixels;
  packed.fill(0);
  for (let pixel = 0; pixel < tensor.pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const lane = laneOf(rule, images[from + pixel * channels + channel]);
      const bit = bitOfLane(tensor, pixel, channel);
      for (let plane = 0; plane < planes; plane++) {
        packed[plane * planeWords + (bit >>> 5)] |= (planes === 1 ? lane : (lane >>> plane) & 1) << bit;
      }
    }
  }
}

/** What the lane of a byte holds; over several planes, each holds one bit of it. */
function laneOf(rule: PackedInput['rule'], byte: number): number {
  if ('threshold' in rule) return Number(byte >= rule.threshold);
  return 'values' in rule ? rule.values[byte] & 0xffff : byte & (2 ** rule.planes - 1);
}
