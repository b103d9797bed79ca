import { Windows } from './gather';
import { Move, moved } from './move';
import { storeFirst } from './requantize';

/** The largest integers of the windows on a map of 16-bit integers; eight channels at a time. */
@unmanaged
export class IntegerMaxPool {
  windows: Windows;
  outputHeight: i32;
  move: Move;
}

export function maxPoolIntegers(layer: IntegerMaxPool, input: usize, output: usize): void {
  const outputWidth = layer.windows.outputWidth;
  const channels = layer.windows.channels;
  for (let y = 0; y < layer.outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      const pixel = output + ((<usize>((y * outputWidth + x) * channels)) << 1);
      for (let channel = 0; channel < channels; channel += 8) {
        const largest = largestOfWindow(layer.windows, input, y, x, channel);
        const outputs = moved(layer.move, i32x4.extend_low_i16x8_s(largest), i32x4.extend_high_i16x8_s(largest));
        storeFirst(outputs, pixel + ((<usize>channel) << 1), (<usize>min(channels - channel, 8)) << 1);
      }
    }
  }
}

function largestOfWindow(windows: Windows, input: usize, y: i32, x: i32, channel: i32): v128 {
  const top = y * windows.strideY - windows.top;
  const left = x * windows.strideX - windows.left;
  let largest = i16x8.splat(i16.MIN_VALUE);
  for (let ky = 0; ky < windows.kernelHeight; ky++) {
    const row = top + ky;
    for (let kx = 0; kx < windows.kernelWidth; kx++) {
      const column = left + kx;
      if (row < 0 || row >= windows.height || column < 0 || column >= windows.width) continue;
      const pixel = (row * windows.width + column) * windows.channels + channel;
      largest = i16x8.max_s(largest, v128.load(input + ((<usize>pixel) << 1)));
    }
  }
  return largest;
}
