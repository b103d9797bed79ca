import { LaneFormat } from './lane-format';

@unmanaged
export class MaxPoolLayer {
  format: LaneFormat;
  planes: i32;
  /** Pixels of a vector. */
  windowPixels: i32;
  /** Bytes of a plane of a vector. */
  stride: usize;
  /** Bytes of a pixel, of a vector or of the output. */
  pixelBytes: usize;
  /** Bytes of a plane of the output. */
  outputStride: usize;
}

/** The largest code of a vector's pixels, for each channel; the vectors give the pixels of one part of the output. */
export function maxPool(layer: MaxPoolLayer, vectors: usize, pixels: i32, output: usize): void {
  const pixelBytes = layer.pixelBytes;
  const isTernary = layer.format === LaneFormat.Ternary;
  const pitch = layer.stride * layer.planes;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let word: usize = 0; word < pixelBytes; word += 8) {
      const from = vectors + <usize>pixel * pitch + word;
      const to = output + <usize>pixel * pixelBytes + word;
      if (isTernary) poolTernary(layer, from, to);
      else poolUnsigned(layer, from, to);
    }
  }
}

/** The largest one is positive if one of them is, and negative if all are. */
function poolTernary(layer: MaxPoolLayer, from: usize, to: usize): void {
  const stride = layer.stride;
  let positive: u64 = 0;
  let negative: u64 = ~0;
  for (let pixel = 0, at = from; pixel < layer.windowPixels; pixel++, at += layer.pixelBytes) {
    const high = load<u64>(at + stride);
    positive |= load<u64>(at) & ~high;
    negative &= high;
  }
  store<u64>(to, positive | negative);
  store<u64>(to + layer.outputStride, negative);
}

/** A code is larger where it has a 1 in the highest plane in which the two differ. */
function poolUnsigned(layer: MaxPoolLayer, from: usize, to: usize): void {
  const planes = layer.planes;
  const stride = layer.stride;
  const outputStride = layer.outputStride;
  for (let plane = 0; plane < planes; plane++) store<u64>(to + <usize>plane * outputStride, 0);
  for (let pixel = 0, at = from; pixel < layer.windowPixels; pixel++, at += layer.pixelBytes) {
    let larger: u64 = 0;
    let equal: u64 = ~0;
    for (let plane = planes - 1; plane >= 0; plane--) {
      const code = load<u64>(at + <usize>plane * stride);
      const differs = code ^ load<u64>(to + <usize>plane * outputStride);
      larger |= equal & differs & code;
      equal &= ~differs;
    }
    for (let plane = 0; plane < planes; plane++) {
      const largest = to + <usize>plane * outputStride;
      store<u64>(largest, (load<u64>(largest) & ~larger) | (load<u64>(at + <usize>plane * stride) & larger));
    }
  }
}
