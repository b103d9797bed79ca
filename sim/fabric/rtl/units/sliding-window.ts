import type { Block, BlockBody, Word } from '../../../core/pipeline.js';
import { inputBeatsOf, type WindowParameters, windowsOf } from '../../finn/sliding-window.js';
import { series, type UnitParameters } from '../../units/unit.js';
import { rtlUnit } from './unit.js';

/** What the sliding-window unit is told; not depthwise. */
export type RtlWindow = Omit<WindowParameters, 'depthwise'>;

export interface RtlSlidingWindowParameters extends UnitParameters {
  readonly bits: number;
  readonly window: RtlWindow;
  readonly depthCycles: number;
}

/**
 * swu.sv: the rows of the first windows are read; then each iteration emits a word, in the order (window, kernel row, kernel
 * column, fold), and beside the words of a row of windows the rows that the next one needs are read, beside the last one what
 * is left of the frame. A round is a frame.
 */
export function rtlSlidingWindow(parameters: RtlSlidingWindowParameters): Block {
  const { frames, bits, window, depthCycles } = parameters;
  const { height, width, channelFold, kernel, stride, dilation } = window;
  const schedule = scheduleOf(window);
  return rtlUnit(
    'slidingWindow',
    parameters,
    { rounds: frames, depthCycles, ...schedule },
    {
      name: 'swu',
      parameters: {
        WIDTH: bits,
        ROWS: height,
        COLUMNS: width,
        FOLD: channelFold,
        KERNEL_ROWS: kernel[0],
        KERNEL_COLUMNS: kernel[1],
        STRIDE_ROWS: stride[0],
        STRIDE_COLUMNS: stride[1],
        DILATION_ROWS: dilation[0],
        DILATION_COLUMNS: dilation[1],
      },
    },
    () => windowBody(window, schedule.writes),
  );
}

/** Words of all windows of a frame. */
export function rtlWindowWords(window: RtlWindow): number {
  const [down, across] = windowsOf({ ...window, depthwise: false });
  return down * across * window.kernel[0] * window.kernel[1] * window.channelFold;
}

/** The iterations of a frame that read, and those that emit. */
function scheduleOf(window: RtlWindow) {
  const { width, channelFold, kernel, stride, dilation } = window;
  const [down] = windowsOf({ ...window, depthwise: false });
  const words = inputBeatsOf({ ...window, depthwise: false });
  const line = width * channelFold;
  const filling = ((kernel[0] - 1) * dilation[0] + 1) * line;
  const next = stride[0] * line;
  const rest = words - filling - (down - 1) * next;
  const emitting = rtlWindowWords(window) / down;
  const rowLength = Math.max(emitting, next);
  const reads = series(words, (word) => {
    const late = word - filling;
    return late < 0 ? word : filling + Math.floor(late / next) * rowLength + (late % next);
  });
  const writes = series(
    down * emitting,
    (word) => filling + Math.floor(word / emitting) * rowLength + (word % emitting),
  );
  const iterationsPerRound = filling + (down - 1) * rowLength + Math.max(emitting, rest);
  return { iterationsPerRound, reads, writes };
}

function windowBody(window: RtlWindow, writes: Int32Array): BlockBody {
  const { width, channelFold, kernel, stride, dilation } = window;
  const [, across] = windowsOf({ ...window, depthwise: false });
  let frame: Word[] = [];
  let emitted = 0;
  const place = (word: number) => {
    const [pixel, fold] = [Math.floor(word / channelFold), word % channelFold];
    const [at, element] = [Math.floor(pixel / (kernel[0] * kernel[1])), pixel % (kernel[0] * kernel[1])];
    const y = Math.floor(at / across) * stride[0] + Math.floor(element / kernel[1]) * dilation[0];
    const x = (at % across) * stride[1] + (element % kernel[1]) * dilation[1];
    return (y * width + x) * channelFold + fold;
  };
  return {
    iterate(_loop, iteration, inputs) {
      if (iteration === 0) [frame, emitted] = [[], 0];
      const results = iteration === writes[emitted] ? [frame[place(emitted++)]] : [];
      if (inputs.length > 0) frame.push(inputs[0]);
      return results;
    },
  };
}
