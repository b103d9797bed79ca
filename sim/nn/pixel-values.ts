import { type DataType, decodeValue, valueRange } from './data-type.js';
import type { NetworkInput, PixelRule } from './network.js';

/**
 * Integer value that the network reads for each of the 256 bytes of a picture (see `PixelRule`): a table for each channel, or
 * one for all of them.
 */
export function pixelTables({ type, pixels }: Pick<NetworkInput, 'type' | 'pixels'>): Int32Array[] {
  const channels = pixels.rule === 'range' ? (pixels.normalization?.mean.length ?? 1) : 1;
  return Array.from({ length: channels }, (_, channel) =>
    Int32Array.from({ length: 256 }, (_, pixel) => pixelValue(type, pixels, pixel, channel)),
  );
}

function pixelValue(type: DataType, rule: PixelRule, pixel: number, channel: number): number {
  if (rule.rule === 'threshold') return decodeValue(type, pixel >= rule.threshold ? 1 : 0);
  if (rule.rule === 'codes') return decodeValue(type, pixel & (2 ** type.bits - 1));
  const { min, max } = valueRange(type);
  const plain = rule.from + (pixel * (rule.to - rule.from)) / 255;
  const normalization = rule.rule === 'range' ? rule.normalization : undefined;
  const real =
    normalization === undefined ? plain : (plain - normalization.mean[channel]) / normalization.deviation[channel];
  return Math.min(Math.max(Math.floor(real / type.scale + 0.5), min), max);
}
