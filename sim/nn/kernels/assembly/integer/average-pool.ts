import { Windows } from './gather';
import { Move, moved } from './move';
import { storeFirst } from './requantize';

/** Averages of the windows on a map of 16-bit integers; eight channels at a time. */
@unmanaged
export class AveragePool {
  windows: Windows;
  outputHeight: i32;
  /**
   * 0: the quotient itself, rounded down.
   * 1: the sum times `factor`, floor(65536 / taps), in units of 2^-16, rounded down.
   * 2: the sum times `factor`, moved.
   */
  rule: i32;
  factor: i32;
  move: Move;
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
  const top = y * windows.strideY - windows.top;
  const left = x * windows.strideX - windows.left;
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let ky = 0; ky < windows.kernelHeight; ky++) {
    const row = top + ky;
    for (let kx = 0; kx < windows.kernelWidth; kx++) {
      const column = left + kx;
      if (row < 0 || row >= windows.height || column < 0 || column >= windows.width) continue;
      const pixel = row * windows.width + column;
      const values = v128.load(input + ((<usize>(pixel * channels + channel)) << 1));
      low = i32x4.add(low, i32x4.extend_low_i16x8_s(values));
      high = i32x4.add(high, i32x4.extend_high_i16x8_s(values));
    }
  }
  storeFirst(averagesOf(layer, low, high), to, (<usize>min(channels - channel, 8)) << 1);
}

function averagesOf(layer: AveragePool, low: v128, high: v128): v128 {
  const factor = i32x4.splat(layer.factor);
  if (layer.rule === 2) return moved(layer.move, i32x4.mul(low, factor), i32x4.mul(high, factor));
  if (layer.rule === 1) {
    return i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.mul(low, factor), 16), i32x4.shr_s(i32x4.mul(high, factor), 16));
  }
  const taps = layer.windows.kernelHeight * layer.windows.kernelWidth;
  return i16x8.narrow_i32x4_s(divide(low, taps), divide(high, taps));
}

/** 64-bit floating point holds the quotients of 32-bit integers closely enough to be rounded down. */
function divide(sums: v128, taps: i32): v128 {
  const divisor = f64x2.splat(taps);
  const low = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(sums), divisor));
  const upper = i64x2.shuffle(sums, sums, 1, 0);
  const high = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(upper), divisor));
  return i64x2.shuffle(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 2);
}
