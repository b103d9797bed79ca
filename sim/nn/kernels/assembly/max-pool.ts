import { LaneFormat } from './lane-format';

@unmanaged
export class MaxPoolLayer {
  format: LaneFormat;
  /** Pixels of a vector. */
  windowPixels: i32;
  /** Bytes of a plane of a vector. */
  stride: usize;
  /** Bytes of a pixel, of a vector or of the output. */
  pixelBytes: usize;
  /** Bytes of a plane of the output. */
  outputStride: usize;
}

/**
 * The largest code of a vector's pixels, for each channel; the vectors give the output's pixels. The largest one is positive
 * if one of them is, and negative if all are.
 */
export function maxPool(layer: MaxPoolLayer, vectors: usize, pixels: i32, output: usize): void {
  const stride = layer.stride;
  const pixelBytes = layer.pixelBytes;
  const isTernary = layer.format === LaneFormat.Ternary;
  const pitch = isTernary ? stride << 1 : stride;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let word: usize = 0; word < pixelBytes; word += 8) {
      const to = output + <usize>pixel * pixelBytes + word;
      let from = vectors + <usize>pixel * pitch + word;
      let positive: u64 = 0;
      let negative: u64 = ~0;
      for (let windowPixel = 0; windowPixel < layer.windowPixels; windowPixel++, from += pixelBytes) {
        const high = isTernary ? load<u64>(from + stride) : 0;
        positive |= load<u64>(from) & ~high;
        negative &= high;
      }
      store<u64>(to, positive | negative);
      if (isTernary) store<u64>(to + layer.outputStride, negative);
    }
  }
}
