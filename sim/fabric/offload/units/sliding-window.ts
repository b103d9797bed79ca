import type { Block, BlockBody, Word } from '../../../core/pipeline.js';
import { series } from '../../units/unit.js';
import { type StagePlace, stage } from './stage.js';

/** Square windows on a square feature map, padding included. */
export interface WindowShape {
  /** K: side of a window. */
  readonly kernel: number;
  /** S: pixels from one window to the next. */
  readonly stride: number;
  /** P: side of the feature map. */
  readonly inputDim: number;
  /** O: windows in a row and in a column; fewer than S rows lie below the last. */
  readonly outputDim: number;
  /** m: words of a pixel. */
  readonly wordsPerPixel: number;
}

export interface SlidingWindowParameters extends StagePlace, WindowShape {}

/**
 * A sliding window over a buffer of K + S rows. It reads K rows; then each row of windows takes
 * max(O x K^2 x m, S x P x m) iterations, of which the first S x P x m read a word of the next S rows each and the first
 * O x K^2 x m give one in the order (ox, ky, kx, part). Reading and giving share an iteration: what is late holds up both,
 * and once a row has been read, the rest of its iterations hold up the stages before. The last row of windows reads what is
 * left. (facts/qnn-mo-pynq.md sections 3.1 and 3.2)
 */
export function slidingWindow(parameters: SlidingWindowParameters): Block {
  const { kernel, stride, inputDim, outputDim, wordsPerPixel } = parameters;
  const rowWords = inputDim * wordsPerPixel;
  const given = windowRowWords(parameters);
  const left = inputDim - kernel - (outputDim - 1) * stride;
  const row = { iterationsPerRound: Math.max(given, stride * rowWords), writes: series(given) };
  return stage(
    'slidingWindow',
    parameters,
    [
      { rounds: kernel, iterationsPerRound: rowWords, reads: series(rowWords) },
      { ...row, rounds: outputDim - 1, reads: series(stride * rowWords) },
      { ...row, rounds: 1, reads: series(left * rowWords) },
    ],
    () => slidingWindowBody(parameters),
  );
}

/** Words of a row of windows. */
function windowRowWords({ kernel, outputDim, wordsPerPixel }: WindowShape): number {
  return outputDim * kernel ** 2 * wordsPerPixel;
}

const FILLING = 0;

function slidingWindowBody(shape: WindowShape): BlockBody {
  const { kernel, stride, inputDim, wordsPerPixel } = shape;
  const given = windowRowWords(shape);
  const buffer = Array<Word>((kernel + stride) * inputDim * wordsPerPixel);
  let received = 0;
  let windowRow = -1;
  const pick = (place: number): Word => {
    const [pixel, part] = [Math.floor(place / wordsPerPixel), place % wordsPerPixel];
    const [window, inWindow] = [Math.floor(pixel / kernel ** 2), pixel % kernel ** 2];
    const y = windowRow * stride + Math.floor(inWindow / kernel);
    const x = window * stride + (inWindow % kernel);
    return buffer[((y * inputDim + x) * wordsPerPixel + part) % buffer.length];
  };
  return {
    iterate(loop, iteration, inputs) {
      if (inputs.length > 0) buffer[received++ % buffer.length] = inputs[0];
      if (loop === FILLING) return [];
      if (iteration === 0) windowRow++;
      return iteration < given ? [pick(iteration)] : [];
    },
  };
}
