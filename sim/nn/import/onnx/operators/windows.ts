import type { Padding, Size } from '../../../layer-fields.js';
import { NO_PADDING, type Windows, windowCounts, windowSize } from '../../../windows.js';
import type { Node, Operand } from '../node.js';

const AUTO_PAD = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'] as const;

/** How windows lie on feature maps of a batch x channels x height x width. */
export interface PlannedWindows extends Windows {
  /** Height and width of the maps. */
  readonly input: Size;
  /** Rows and columns of windows. */
  readonly counts: Size;
}

/** Windows of a convolution or pool, from its attributes. @param given the kernel that the weights have */
export function windowsOf(node: Node, operand: Operand, given?: Size): PlannedWindows {
  if (operand.shape.length !== 4) throw node.error(`reads [${operand.shape}], allowed: batch, channels, height, width`);
  const input: Size = [operand.shape[2], operand.shape[3]];
  const kernel = pairOf(node, 'kernel_shape') ?? given;
  if (kernel === undefined) throw node.error('attribute kernel_shape is missing');
  if (given !== undefined && kernel.join() !== given.join()) {
    throw node.error(`attribute kernel_shape is [${kernel}], but the weights have [${given}]`);
  }
  const stride = pairOf(node, 'strides') ?? [1, 1];
  const dilation = pairOf(node, 'dilations') ?? [1, 1];
  const padding = paddingOf(node, input, { kernel, stride, dilation });
  const windows = { kernel, stride, dilation, padding };
  const counts = windowCounts(input, windows);
  if (counts.every((count) => count >= 1)) return { ...windows, input, counts };
  throw node.error(`windows of [${windowSize(windows)}] do not fit [${input}] with its padding`);
}

/** Windows of a pool, which with `ceil_mode` may overhang more than the padding, as long as they begin before its end. */
export function poolWindowsOf(node: Node, operand: Operand): PlannedWindows {
  const windows = windowsOf(node, operand);
  if (node.int('ceil_mode', 0) === 0) return windows;
  const { input, stride, padding } = windows;
  const covered = windowSize(windows);
  const along = (axis: 0 | 1, before: number, behind: number): number => {
    const wanted = Math.ceil((before + input[axis] + behind - covered[axis]) / stride[axis]) + 1;
    return (wanted - 1) * stride[axis] < input[axis] + before ? wanted : wanted - 1;
  };
  return { ...windows, counts: [along(0, padding.top, padding.bottom), along(1, padding.left, padding.right)] };
}

function pairOf(node: Node, name: string): Size | undefined {
  const values = node.ints(name);
  if (values === undefined) return undefined;
  const [first, second, ...others] = values;
  if (first >= 1 && second >= 1 && others.length === 0) return [first, second];
  throw node.error(`attribute ${name} is [${values.slice(0, 8)}], allowed: two sizes of at least 1`);
}

function paddingOf(node: Node, input: Size, windows: Pick<Windows, 'kernel' | 'stride' | 'dilation'>): Padding {
  const auto = node.choice('auto_pad', AUTO_PAD, 'NOTSET');
  const pads = node.ints('pads');
  if (auto === 'VALID') return NO_PADDING;
  if (auto === 'NOTSET') {
    if (pads === undefined) return NO_PADDING;
    const [top, left, bottom, right] = pads;
    if (pads.length === 4 && pads.every((pad) => pad >= 0)) return { top, left, bottom, right };
    throw node.error(`attribute pads is [${pads.slice(0, 8)}], allowed: four numbers of at least 0`);
  }
  const covered = windowSize(windows);
  const lacking = (axis: 0 | 1) => {
    const count = Math.ceil(input[axis] / windows.stride[axis]);
    return Math.max((count - 1) * windows.stride[axis] + covered[axis] - input[axis], 0);
  };
  const split = (lack: number) => (auto === 'SAME_UPPER' ? Math.floor(lack / 2) : Math.ceil(lack / 2));
  const [rows, columns] = [lacking(0), lacking(1)];
  const [top, left] = [split(rows), split(columns)];
  return { top, left, bottom: rows - top, right: columns - left };
}

/** Taps of a window along an axis. */
export interface Taps {
  /** The first that counts, and the first behind them that does not. */
  readonly first: number;
  readonly end: number;
  /** Where tap 0 lies on the map. */
  readonly origin: number;
}

/** The taps of a window that lie on the map, or on its padding too. */
export function tapsOf(
  { kernel, stride, dilation, input, padding }: PlannedWindows,
  axis: 0 | 1,
  window: number,
  withPadding = false,
): Taps {
  const [before, behind] = axis === 0 ? [padding.top, padding.bottom] : [padding.left, padding.right];
  const origin = window * stride[axis] - before;
  const [from, to] = withPadding ? [-before, input[axis] + behind] : [0, input[axis]];
  const first = Math.max(Math.ceil((from - origin) / dilation[axis]), 0);
  const end = Math.min(kernel[axis], Math.ceil((to - origin) / dilation[axis]));
  return { first, end: Math.max(end, first), origin };
}

/**
 * The padding with the rows and columns below and to the right that windows reach: `ceil_mode` goes beyond those that are given, and
 * some no window sees.
 */
export function reachedPadding(windows: PlannedWindows): PlannedWindows['padding'] {
  const { counts, stride, input, padding } = windows;
  const covered = windowSize(windows);
  const behind = (axis: 0 | 1, before: number) =>
    Math.max((counts[axis] - 1) * stride[axis] + covered[axis] - input[axis] - before, 0);
  return { ...padding, bottom: behind(0, padding.top), right: behind(1, padding.left) };
}
