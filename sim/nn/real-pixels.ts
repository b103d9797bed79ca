import type { NetworkInput, PixelQuantization } from './network.js';
import { quantizePixel } from './quantize/min-max.js';

/**
 * Real number that a network reads for each of the 256 bytes of a picture: a table for each channel, or one for all of them.
 * Byte p is from + p x (to - from) / 255, rounded to 32 bits; the mean is subtracted and the difference divided by the
 * deviation, each of these rounded again, as PyTorch's ToTensor and Normalize do it.
 */
export function realPixels({ pixels }: Pick<NetworkInput, 'pixels'>): Float32Array[] {
  if (pixels.rule !== 'real') throw new Error(`pixels of the rule ${pixels.rule} are no real numbers`);
  const { from, to, normalization, quantization } = pixels;
  const plain = Float32Array.from({ length: 256 }, (_, byte) => {
    return from + (storedPixel(byte, quantization) * (to - from)) / 255;
  });
  if (normalization === undefined) return [plain];
  const { mean, deviation } = normalization;
  return mean.map((subtracted, channel) =>
    plain.map((real) => Math.fround(real - Math.fround(subtracted)) / Math.fround(deviation[channel])),
  );
}

function storedPixel(byte: number, quantization: PixelQuantization | undefined): number {
  if (quantization === undefined) return byte;
  const level = quantizePixel(byte, quantization.bits);
  return quantization.stored === 'byte' ? Math.floor(level) % 256 : level;
}
