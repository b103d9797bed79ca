import type { Block, BlockBody, Word } from '../../core/pipeline.js';
import { hlsUnit, series, type UnitParameters } from './unit.js';

/** A square window that moves over a square feature map without padding. */
export interface WindowShape {
  /** K: side of the window, a multiple of the stride. */
  readonly kernel: number;
  /** S: pixels from one window to the next. */
  readonly stride: number;
  /** Side of the feature map: (ofmDim - 1) x S + K. */
  readonly ifmDim: number;
  /** Windows in a row and in a column. */
  readonly ofmDim: number;
  /** Channels of a pixel, a multiple of SIMD. */
  readonly channels: number;
  /** Channels of a word. */
  readonly simd: number;
}

export interface SlidingWindowParameters extends UnitParameters, WindowShape {
  readonly depthCycles: number;
}

/** What keeps a sliding-window unit from a shape, or undefined where nothing does. */
export function windowProblem({ kernel, stride, ifmDim, ofmDim, channels, simd }: WindowShape): string | undefined {
  if (kernel % stride !== 0) {
    return `found kernel ${kernel} with stride ${stride}, allowed: a stride that divides the kernel`;
  }
  const covered = (ofmDim - 1) * stride + kernel;
  if (ifmDim !== covered) {
    return `found an input side of ${ifmDim}, allowed: ${covered}, what ${ofmDim} windows of ${kernel} with stride ${stride} cover`;
  }
  if (channels % simd !== 0) return `found SIMD ${simd}, allowed: a divisor of the ${channels} channels`;
  return undefined;
}

/**
 * A sliding-window unit over a circular buffer of K + S rows. It reads the K rows of the first windows; then each
 * iteration emits a word, in the order (oy, ox, ky, kx, fold), and beside that the next S rows are read: in every stretch
 * of iterations, one shorter than a row of windows, all words but one of S rows. So reading and emitting share an
 * iteration, and what is late holds up both. The next frame begins after the last word. A round is a frame.
 * (facts/bnn-pynq.md section 4; strides: facts/finn.md section 1)
 * Throws RangeError for a shape with a `windowProblem`.
 */
export function slidingWindow(parameters: SlidingWindowParameters): Block {
  const { name, frames, depthCycles } = parameters;
  const problem = windowProblem(parameters);
  if (problem !== undefined) throw new RangeError(`${name}: ${problem}`);
  const { filling, emitting } = phasesOf(parameters);
  return hlsUnit(
    'slidingWindow',
    parameters,
    {
      rounds: frames,
      iterationsPerRound: filling + emitting,
      depthCycles,
      reads: readingIterations(parameters),
      writes: series(emitting, (word) => filling + word),
    },
    () => slidingWindowBody(parameters),
  );
}

/** Words of all windows of a frame. */
export function windowWords({ kernel, ofmDim, channels, simd }: WindowShape): number {
  return ((ofmDim * kernel) ** 2 * channels) / simd;
}

/** Iterations of a frame that only read, and those that emit a word each. */
function phasesOf(shape: WindowShape) {
  const { kernel, ifmDim, channels, simd } = shape;
  return { filling: (kernel * ifmDim * channels) / simd, emitting: windowWords(shape) };
}

function readingIterations(shape: WindowShape): Int32Array {
  const { stride, ifmDim, ofmDim, channels, simd } = shape;
  const { filling, emitting } = phasesOf(shape);
  const fold = channels / simd;
  const stretch = emitting / ofmDim - 1;
  const readsInStretch = stride * ifmDim * fold - 1;
  const iterations = series(ifmDim ** 2 * fold);
  for (let word = filling, place = 0; word < iterations.length; place++) {
    if (place % stretch < readsInStretch) iterations[word++] = filling + place;
  }
  return iterations;
}

function slidingWindowBody(shape: WindowShape): BlockBody {
  const { kernel, stride, ifmDim, ofmDim, channels, simd } = shape;
  const { filling } = phasesOf(shape);
  const fold = channels / simd;
  const buffer = Array<Word>((kernel + stride) * ifmDim * fold);
  let received = 0;
  /** The word of the window that an iteration of the emitting phase gives. */
  const pick = (place: number): Word => {
    const [pixel, part] = [Math.floor(place / fold), place % fold];
    const [window, inWindow] = [Math.floor(pixel / kernel ** 2), pixel % kernel ** 2];
    const y = Math.floor(window / ofmDim) * stride + Math.floor(inWindow / kernel);
    const x = (window % ofmDim) * stride + (inWindow % kernel);
    return buffer[((y * ifmDim + x) * fold + part) % buffer.length];
  };
  return {
    iterate(_loop, iteration, inputs) {
      if (iteration === 0) received = 0;
      const results = iteration < filling ? [] : [pick(iteration - filling)];
      if (inputs.length > 0) buffer[received++ % buffer.length] = inputs[0];
      return results;
    },
  };
}
