import type { Block, StreamSpec } from '../../core/pipeline.js';
import type { Size } from '../../nn/network.js';
import { NO_PADDING, windowCounts } from '../../nn/windows.js';
import type { Parts } from '../builder.js';
import { series } from '../units/unit.js';
import { accept, outputRegister, passBody, registerLoop, type UnitPlace } from './unit.js';

/** The windows of a feature map; a pixel takes C / SIMD beats, the channel fold. */
export interface WindowParameters {
  readonly height: number;
  readonly width: number;
  readonly channelFold: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  /** One window for each beat of a pixel instead of one for all its channels. */
  readonly depthwise: boolean;
}

/** Windows that fit, down and across. */
export function windowsOf(parameters: WindowParameters): Size {
  return windowCounts([parameters.height, parameters.width], { ...parameters, padding: NO_PADDING });
}

/** Beats of an input feature map. */
export function inputBeatsOf({ height, width, channelFold }: WindowParameters): number {
  return height * width * channelFold;
}

/** Beats from the first to the last of a window. */
function firstWindowSize({ width, channelFold, kernel, dilation }: WindowParameters): number {
  return ((kernel[0] - 1) * dilation[0] * width + (kernel[1] - 1) * dilation[1] + 1) * channelFold;
}

/** Words of the circular buffer. */
export function bufferDepth(parameters: WindowParameters): number {
  const { width, channelFold, kernel, stride } = parameters;
  const elements = kernel[0] * kernel[1];
  const skippedAcross = Math.max(0, (stride[1] - 1 - elements) * channelFold);
  const skippedDown = Math.max(0, ((stride[0] - 1) * width - elements) * channelFold);
  return firstWindowSize(parameters) + skippedAcross + skippedDown;
}

/**
 * SWG, default style: a circular buffer into which beats are accepted and from which the elements of the windows are
 * fetched, one each a cycle. An element can be fetched once it is there, without waiting for its whole window. A frame
 * begins when the one before has left the output register.
 */
export function finnSlidingWindow(place: UnitPlace, parameters: WindowParameters): Parts {
  const { name, output, inputBits, inputBeats } = place;
  const elements = fetchOrder(parameters);
  const words = inputBeatsOf(parameters);
  const buffer = circularBuffer(`${name}.buffer`, inputBits, parameters, elements);
  const fetches = elements.length;
  const fetch: Block = {
    name,
    unit: 'swg',
    inputs: [buffer.name],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        ...registerLoop({
          rounds: inputBeats / words,
          iterationsPerRound: fetches + 1,
          reads: [series(fetches + 1)],
          writes: [series(fetches)],
        }),
        needsRoomAlways: true,
      },
    ],
    createBody: passBody,
  };
  return { blocks: [accept(place, buffer.name), fetch], streams: [buffer, outputRegister(place)] };
}

/**
 * The buffer's addressing. A beat is accepted where the element that it overwrites lies before the one that is being
 * fetched and before the first of the next window, or when all windows have been fetched. The last read of a round takes
 * nothing: it is the reset at the end of the frame, in the cycle in which the last element leaves the output register.
 */
function circularBuffer(
  name: string,
  bits: number,
  parameters: WindowParameters,
  elements: readonly WindowElement[],
): StreamSpec {
  const words = inputBeatsOf(parameters);
  const depth = Math.min(bufferDepth(parameters), words);
  const reset = elements.length;
  const freedBy = new Int32Array(words).fill(reset - 1);
  freedBy.fill(reset, words - depth);
  let word = 0;
  elements.forEach(({ nextWindow }, fetched) => {
    const next = elements[fetched + 1]?.index ?? 0;
    for (; word < Math.min(next, nextWindow, words - depth); word++) freedBy[word] = fetched;
  });
  const reads = Int32Array.from([...elements, elements[reset - 1]], ({ index }) => index);
  return { name, bits, depth, addressing: { words, reads, freedBy } };
}

/** An element of a window: its place in the feature map, and the first element of the window after this one. */
interface WindowElement {
  readonly index: number;
  readonly nextWindow: number;
}

/** All elements in the order in which they are fetched: by window, kernel row, kernel column, channel fold; depthwise by channel fold first. */
function fetchOrder(parameters: WindowParameters): WindowElement[] {
  const { width, channelFold, kernel, dilation, depthwise } = parameters;
  const group = depthwise ? 1 : channelFold;
  const starts = windowStarts(parameters);
  return starts.flatMap((start, window) => {
    const nextWindow = starts[window + 1] ?? start + firstWindowSize(parameters) - 1;
    return Array.from({ length: kernel[0] * kernel[1] * group }, (_, element) => {
      const [row, column] = [Math.floor(element / (kernel[1] * group)), Math.floor(element / group) % kernel[1]];
      const pixel = row * dilation[0] * width + column * dilation[1];
      return { index: start + pixel * channelFold + (element % group), nextWindow };
    });
  });
}

/** The first element of every window, in order; depthwise there is one for each channel fold. */
function windowStarts(parameters: WindowParameters): number[] {
  const { width, channelFold, stride, depthwise } = parameters;
  const [down, across] = windowsOf(parameters);
  const groups = depthwise ? channelFold : 1;
  return Array.from({ length: down * across * groups }, (_, window) => {
    const [row, column] = [Math.floor(window / (across * groups)), Math.floor(window / groups) % across];
    return (row * stride[0] * width + column * stride[1]) * channelFold + (window % groups);
  });
}
