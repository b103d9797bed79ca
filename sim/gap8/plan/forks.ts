import type { Fork } from '../fork.js';
import type { AnyWindowTile } from '../kernels/any-window.js';
import { type Gap8Layer, slides } from '../layers.js';
import type { LayerSchedule } from '../schedule.js';
import type { Body } from './plan.js';
import { windowRange } from './ranges.js';
import type { Step } from './step.js';

/** The kernels of a body of a layer with windows. A convolution sets its sums first, and rescales them where they are complete. */
export function forksOf(layer: Gap8Layer, { im2col }: LayerSchedule, step: Step): Body {
  const { channels, rows, inChannels } = step;
  const window = windowOf(layer, step);
  const plane = rows.size * layer.outWidth;
  const rescale: Fork = { kernel: 'rescale', tile: { channels: channels.size, plane } };
  if (layer.op === 'depthwise') return { first: [], forks: [depthwiseOf(layer, window, channels.size), rescale] };
  if (layer.op !== 'convolution') return { first: [], forks: [poolOf(layer, window, channels.size)] };
  const bias: Fork = { kernel: 'bias', tile: { channels: channels.size, plane } };
  const isComplete = inChannels.start + inChannels.size === layer.inChannels;
  const sizes = { inChannels: inChannels.size, outChannels: channels.size };
  const convolution: Fork = im2col
    ? { kernel: 'im2col', tile: { ...window, ...sizes } }
    : { kernel: 'convolution', tile: { ...planesOf(window), ...sizes } };
  return {
    first: inChannels.start === 0 ? [bias] : [],
    forks: isComplete ? [convolution, rescale] : [convolution],
  };
}

function depthwiseOf(layer: Gap8Layer, window: AnyWindowTile, channels: number): Fork {
  if (!slides(layer)) return { kernel: 'depthwiseWindow', tile: { ...window, channels } };
  return { kernel: 'depthwise', tile: { ...planesOf(window), channels, stride: layer.stride[0] === 1 ? 1 : 2 } };
}

/** An average over whole planes has a kernel of its own. */
function poolOf({ op, outHeight, outWidth }: Gap8Layer, window: AnyWindowTile, channels: number): Fork {
  if (op === 'maxPool') return { kernel: 'maxPool', tile: { ...window, channels } };
  const { height: rows, width: columns } = window;
  const isWhole = outHeight * outWidth === 1 && window.kernelHeight === rows && window.kernelWidth === columns;
  return isWhole
    ? { kernel: 'averagePool', tile: { channels, rows, columns } }
    : { kernel: 'averageWindow', tile: { ...window, channels } };
}

/** The rows of the input under a tile, whole ones, and the windows on them. */
function windowOf({ width, height, outWidth, kernel, stride, padding }: Gap8Layer, { rows }: Step): AnyWindowTile {
  const down = windowRange(rows, height, kernel[0], stride[0], padding.top);
  const across = windowRange({ start: 0, size: outWidth }, width, kernel[1], stride[1], padding.left);
  return {
    width,
    height: down.size,
    padLeft: across.before,
    padRight: across.behind,
    padTop: down.before,
    padBottom: down.behind,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
  };
}

/** A window of 3x3, of which the kernels that slide it know. */
function planesOf({ width, height, padLeft, padRight, padTop, padBottom }: AnyWindowTile) {
  return { width, height, padLeft, padRight, padTop, padBottom };
}
