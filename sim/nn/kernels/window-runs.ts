import type { Layer } from '../network.js';
import type { Windows } from '../windows.js';
import type { PackedTensor } from './packed-tensor.js';

/**
 * How the windows on a feature map become vectors, one for each pixel of the output: plane after plane, a vector holds the
 * pixels of the window as a tensor of their own. What is to be copied is given in runs of words that follow each other, each
 * as three numbers: where it begins in the map, where in the vectors, and its length. The pixels of the padding are in no
 * run: they stay 0.
 * @param vector of the first parts of the map; for the parts behind them, the runs begin as much later in the map
 */
export function windowRuns(
  { kernel, stride, dilation, padding }: Windows,
  { inputShape, outputShape }: Pick<Layer, 'inputShape' | 'outputShape'>,
  map: PackedTensor,
  vector: PackedTensor,
): Int32Array {
  const [height, width] = inputShape;
  const [rows, columns] = outputShape;
  const { planes, pixelWords } = map;
  const runs: number[] = [];
  const add = (from: number, to: number) => {
    const last = runs.length - 3;
    if (last >= 0 && from === runs[last] + runs[last + 2] && to === runs[last + 1] + runs[last + 2]) {
      runs[last + 2] += pixelWords;
    } else {
      runs.push(from, to, pixelWords);
    }
  };
  for (let window = 0; window < rows * columns; window++) {
    const top = Math.floor(window / columns) * stride[0] - padding.top;
    const left = (window % columns) * stride[1] - padding.left;
    for (let plane = 0; plane < planes; plane++) {
      for (let part = 0; part < vector.parts; part++) {
        const fromPart = plane * map.planeWords + part * map.partWords;
        const toPart = (window * planes + plane) * vector.planeWords + part * vector.partWords;
        for (let pixel = 0; pixel < vector.pixels; pixel++) {
          const row = top + Math.floor(pixel / kernel[1]) * dilation[0];
          const column = left + (pixel % kernel[1]) * dilation[1];
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          add(fromPart + (row * width + column) * pixelWords, toPart + pixel * pixelWords);
        }
      }
    }
  }
  const packed = new Int32Array(new SharedArrayBuffer(4 * runs.length));
  packed.set(runs);
  return packed;
}
