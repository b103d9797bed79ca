/**
 * Packs the pixels of one image as bits: 1 where a byte is at or above the threshold (0..255). `channels` bytes a pixel follow
 * each other. Up to 15 bytes behind the last are read.
 */
export function binarize(
  image: usize,
  pixels: i32,
  channels: i32,
  threshold: i32,
  output: usize,
  pixelBytes: usize,
): void {
  const limit = i8x16.splat(<i8>threshold);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = image + <usize>pixel * channels;
    const to = output + <usize>pixel * pixelBytes;
    for (let channel = 0; channel < channels; channel += 16) {
      const bits = i8x16.bitmask(i8x16.ge_u(v128.load(from + channel), limit));
      const valid = (1 << min(channels - channel, 16)) - 1;
      store<u16>(to + (channel >> 3), <u16>(bits & valid));
    }
  }
}

/** Packs the pixels of one image as integers: for each byte one of the 256 at `values`. */
export function lookUp(
  image: usize,
  pixels: i32,
  channels: i32,
  values: usize,
  output: usize,
  pixelBytes: usize,
): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = image + <usize>pixel * channels;
    const to = output + <usize>pixel * pixelBytes;
    for (let channel = 0; channel < channels; channel++) {
      const value = load<i16>(values + ((<usize>load<u8>(from + channel)) << 1));
      store<i16>(to + (channel << 1), value);
    }
  }
}
