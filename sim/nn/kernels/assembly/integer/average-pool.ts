import { Windows } from './gather';
import { storeFirst } from './requantize';

/** Averages of the windows on a map of 16-bit integers; eight channels at a time. */
@unmanaged
export class AveragePool {
  windows: Windows;
  outputHeight: i32;
  /** floor(65536 / taps), or 0 where the quotient itself is wanted. */
  reciprocal: i32;
}

export function averagePool(layer: AveragePool, input: usize, output: usize): void {
  const outputWidth = layer.windows.outputWidth;
  const channels = layer.windows.channels;
  for (let y = 0; y < layer.outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      const pixel = output + ((<usize>((y * outputWidth + x) * channels)) << 1);
      for (let channel = 0; channel < channels; channel += 8) {
        poolPixel(layer, input, y, x, channel, pixel + ((<usize>channel) << 1));
      }
    }
  }
}

function poolPixel(layer: AveragePool, input: usize, y: i32, x: i32, channel: i32, to: usize): void {
  const windows = layer.windows;
  const channels = windows.channels;
  const taps = windows.kernelHeight * windows.kernelWidth;
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let ky = 0; ky < windows.kernelHeight; ky++) {
    for (let kx = 0; kx < windows.kernelWidth; kx++) {
      const pixel = (y * windows.strideY + ky) * windows.width + x * windows.strideX + kx;
      const values = v128.load(input + ((<usize>(pixel * channels + channel)) << 1));
      low = i32x4.add(low, i32x4.extend_low_i16x8_s(values));
      high = i32x4.add(high, i32x4.extend_high_i16x8_s(values));
    }
  }
  const averages = i16x8.narrow_i32x4_s(divide(low, layer.reciprocal, taps), divide(high, layer.reciprocal, taps));
  storeFirst(averages, to, (<usize>min(channels - channel, 8)) << 1);
}

/** 64-bit floating point holds the quotients of 32-bit integers closely enough to be rounded down. */
function divide(sums: v128, reciprocal: i32, taps: i32): v128 {
  if (reciprocal > 0) return i32x4.shr_s(i32x4.mul(sums, i32x4.splat(reciprocal)), 16);
  const divisor = f64x2.splat(taps);
  const low = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(sums), divisor));
  const upper = i64x2.shuffle(sums, sums, 1, 0);
  const high = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(upper), divisor));
  return i64x2.shuffle(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 2);
}
