import { Windows } from './gather';
import { Requantization, storeOutputs } from './requantize';

/** Convolves each channel of a map of 16-bit integers with taps of its own; eight channels at a time. */
@unmanaged
export class Depthwise {
  windows: Windows;
  outputHeight: i32;
  /** Tap after tap a 16-bit weight for each channel, filled up with zeros to a multiple of eight. */
  weights: usize;
  requantization: Requantization;
}

export function convolveDepthwise(layer: Depthwise, input: usize, output: usize): void {
  const outputWidth = layer.windows.outputWidth;
  const channels = layer.windows.channels;
  const bytes = layer.requantization.bytes;
  for (let y = 0; y < layer.outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      const pixel = output + <usize>((y * outputWidth + x) * channels) * bytes;
      for (let channel = 0; channel < channels; channel += 8) {
        convolvePixel(layer, input, y, x, channel, pixel + <usize>channel * bytes);
      }
    }
  }
}

/** Eight channels of an output pixel. What is read behind a pixel's last channel meets weights of 0. */
function convolvePixel(layer: Depthwise, input: usize, y: i32, x: i32, channel: i32, to: usize): void {
  const windows = layer.windows;
  const channels = windows.channels;
  const tapBytes = (<usize>((channels + 7) & ~7)) << 1;
  const top = y * windows.strideY - windows.top;
  const left = x * windows.strideX - windows.left;
  let tap = layer.weights + ((<usize>channel) << 1);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let ky = 0; ky < windows.kernelHeight; ky++) {
    const row = top + ky * windows.dilationY;
    for (let kx = 0; kx < windows.kernelWidth; kx++, tap += tapBytes) {
      const column = left + kx * windows.dilationX;
      if (row < 0 || row >= windows.height || column < 0 || column >= windows.width) continue;
      const values = v128.load(input + ((<usize>((row * windows.width + column) * channels + channel)) << 1));
      const weights = v128.load(tap);
      low = i32x4.add(low, i32x4.extmul_low_i16x8_s(values, weights));
      high = i32x4.add(high, i32x4.extmul_high_i16x8_s(values, weights));
    }
  }
  storeOutputs(layer.requantization, channel, low, high, to, channels - channel);
}
