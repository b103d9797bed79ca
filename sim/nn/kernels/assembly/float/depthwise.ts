import { Windows } from '../integer/gather';
import { storeFloats } from './product';

/** Convolves each channel of a map of real numbers with taps of its own; four channels at a time. */
@unmanaged
export class FloatDepthwise {
  windows: Windows;
  outputHeight: i32;
  /** Tap after tap a weight for each channel, filled up with zeros to a multiple of eight. */
  weights: usize;
  /** A number for each channel, filled up likewise. */
  bias: usize;
}

export function convolveFloatDepthwise(layer: FloatDepthwise, input: usize, output: usize): void {
  const outputWidth = layer.windows.outputWidth;
  const channels = layer.windows.channels;
  for (let y = 0; y < layer.outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      const pixel = output + ((<usize>((y * outputWidth + x) * channels)) << 2);
      for (let channel = 0; channel < channels; channel += 4) {
        convolvePixel(layer, input, y, x, channel, pixel + ((<usize>channel) << 2));
      }
    }
  }
}

/** Four channels of an output pixel. What is read behind a pixel's last channel is not stored. */
function convolvePixel(layer: FloatDepthwise, input: usize, y: i32, x: i32, channel: i32, to: usize): void {
  const windows = layer.windows;
  const channels = windows.channels;
  const tapBytes = (<usize>((channels + 7) & ~7)) << 2;
  const top = y * windows.strideY - windows.top;
  const left = x * windows.strideX - windows.left;
  let tap = layer.weights + ((<usize>channel) << 2);
  let sums = f32x4.splat(0);
  for (let ky = 0; ky < windows.kernelHeight; ky++) {
    const row = top + ky * windows.dilationY;
    for (let kx = 0; kx < windows.kernelWidth; kx++, tap += tapBytes) {
      const column = left + kx * windows.dilationX;
      if (row < 0 || row >= windows.height || column < 0 || column >= windows.width) continue;
      const values = v128.load(input + ((<usize>((row * windows.width + column) * channels + channel)) << 2));
      sums = f32x4.add(sums, f32x4.mul(values, v128.load(tap)));
    }
  }
  const bias = v128.load(layer.bias + ((<usize>channel) << 2));
  storeFloats(f32x4.add(sums, bias), to, channels - channel);
}
