/**
 * Packs the bytes of one part of the channels of an image as bits: 1 where a byte is at or above the threshold (0..255).
 * `channels` bytes of a pixel follow each other, those of the next pixel begin `pitch` bytes later. Up to 15 bytes behind the
 * last are read.
 */
export function binarize(
  image: usize,
  pixels: i32,
  channels: i32,
  pitch: usize,
  threshold: i32,
  output: usize,
  pixelBytes: usize,
): void {
  const limit = i8x16.splat(<i8>threshold);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = image + <usize>pixel * pitch;
    const to = output + <usize>pixel * pixelBytes;
    for (let channel = 0; channel < channels; channel += 16) {
      storeBits(to, channel, channels, i8x16.ge_u(v128.load(from + channel), limit));
    }
  }
}

/** As `binarize`: one bit of each byte, the bits of a plane. */
export function split(
  image: usize,
  pixels: i32,
  channels: i32,
  pitch: usize,
  plane: i32,
  output: usize,
  pixelBytes: usize,
): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = image + <usize>pixel * pitch;
    const to = output + <usize>pixel * pixelBytes;
    for (let channel = 0; channel < channels; channel += 16) {
      storeBits(to, channel, channels, i8x16.shl(v128.load(from + channel), 7 - plane));
    }
  }
}

/** Stores the highest bits of 16 bytes in the lanes from `channel` on, those behind the last channel as 0. */
function storeBits(pixel: usize, channel: i32, channels: i32, bytes: v128): void {
  const valid = (1 << min(channels - channel, 16)) - 1;
  store<u16>(pixel + (channel >> 3), <u16>(i8x16.bitmask(bytes) & valid));
}

/** As `binarize`, as integers: for each byte one of the 256 at `values`. */
export function lookUp(
  image: usize,
  pixels: i32,
  channels: i32,
  pitch: usize,
  values: usize,
  output: usize,
  pixelBytes: usize,
): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = image + <usize>pixel * pitch;
    const to = output + <usize>pixel * pixelBytes;
    for (let channel = 0; channel < channels; channel++) {
      const value = load<i16>(values + ((<usize>load<u8>(from + channel)) << 1));
      store<i16>(to + (channel << 1), value);
    }
  }
}
