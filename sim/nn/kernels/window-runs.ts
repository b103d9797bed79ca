import type { Layer } from '../network.js';
import type { Windows } from '../windows.js';
import { type PackedTensor, planesOf } from './packed-tensor.js';

/**
 * How the windows on a feature map become vectors, for each pixel of the output one: plane after plane, the pixels of the
 * window one after the other. What is to be copied is given in runs of words that follow each other, each as three numbers:
 * where it begins in the map, where in the vectors, and its length. The pixels of the padding are in no run: they stay 0.
 */
export function windowRuns(
  { kernel, stride, dilation, padding }: Windows,
  { inputShape, outputShape }: Pick<Layer, 'inputShape' | 'outputShape'>,
  map: PackedTensor,
  vectorWords: number,
): Int32Array {
  const [height, width] = inputShape;
  const [rows, columns] = outputShape;
  const runs: number[] = [];
  const add = (from: number, to: number, words: number) => {
    const last = runs.length - 3;
    if (last >= 0 && from === runs[last] + runs[last + 2] && to === runs[last + 1] + runs[last + 2]) {
      runs[last + 2] += words;
    } else {
      runs.push(from, to, words);
    }
  };
  const planes = planesOf(map.format);
  const pixelsOfWindow = kernel[0] * kernel[1];
  for (let window = 0; window < rows * columns; window++) {
    const top = Math.floor(window / columns) * stride[0] - padding.top;
    const left = (window % columns) * stride[1] - padding.left;
    for (let plane = 0; plane < planes; plane++) {
      for (let pixel = 0; pixel < pixelsOfWindow; pixel++) {
        const row = top + Math.floor(pixel / kernel[1]) * dilation[0];
        const column = left + (pixel % kernel[1]) * dilation[1];
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        add(
          plane * map.planeWords + (row * width + column) * map.pixelWords,
          (window * planes + plane) * vectorWords + pixel * map.pixelWords,
          map.pixelWords,
        );
      }
    }
  }
  const packed = new Int32Array(new SharedArrayBuffer(4 * runs.length));
  packed.set(runs);
  return packed;
}
