import { type DataType, decodeValue, valueRange } from './data-type.js';
import type { NetworkInput, PixelRule } from './network.js';

/** Integer value that the network reads for each of the 256 bytes of a picture (see `PixelRule`). */
export function pixelValues({ type, pixels }: Pick<NetworkInput, 'type' | 'pixels'>): Int32Array {
  return Int32Array.from({ length: 256 }, (_, pixel) => pixelValue(type, pixels, pixel));
}

function pixelValue(type: DataType, rule: PixelRule, pixel: number): number {
  if (rule.rule === 'threshold') return decodeValue(type, pixel >= rule.threshold ? 1 : 0);
  if (rule.rule === 'codes') return decodeValue(type, pixel & (2 ** type.bits - 1));
  const { min, max } = valueRange(type);
  const real = rule.from + (pixel * (rule.to - rule.from)) / 255;
  return Math.min(Math.max(Math.floor(real / type.scale + 0.5), min), max);
}
