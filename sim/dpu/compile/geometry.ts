import type { DpuLayer, Window } from './operations.js';

/** A range of rows or columns. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface WindowSide {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Rows above, or columns to the left. */
  readonly before: number;
}

/** What a window does along the height. */
export function alongHeight({ kernel, stride, dilation, padding }: Window): WindowSide {
  return { kernel: kernel[0], stride: stride[0], dilation: dilation[0], before: padding.top };
}

/** What a window does along the width. */
export function alongWidth({ kernel, stride, dilation, padding }: Window): WindowSide {
  return { kernel: kernel[1], stride: stride[1], dilation: dilation[1], before: padding.left };
}

/** Rows or columns that windows cover, and how many of them lie before and behind the input. */
export interface Covered extends Range {
  readonly before: number;
  readonly behind: number;
}

/** What the windows of a range of outputs cover of an input of a size. */
export function covered({ kernel, stride, dilation, before }: WindowSide, outputs: Range, size: number): Covered {
  const from = outputs.from * stride - before;
  const to = (outputs.to - 1) * stride - before + (kernel - 1) * dilation + 1;
  return {
    from: Math.min(Math.max(from, 0), size),
    to: Math.max(Math.min(to, size), 0),
    before: Math.max(0, -from),
    behind: Math.max(0, to - size),
  };
}

/** Inputs that `outputs` neighbouring outputs cover. */
export function span({ kernel, stride, dilation }: WindowSide, outputs: number): number {
  return (outputs - 1) * stride + (kernel - 1) * dilation + 1;
}

/** Whether a window reads a row: where the stride is larger than the kernel, some lie between windows. */
export function isRead({ kernel, stride, dilation, before }: WindowSide, row: number): boolean {
  return dilation > 1 || (row + before) % stride < kernel;
}

/** A window of one pixel. */
export const PLAIN: WindowSide = { kernel: 1, stride: 1, dilation: 1, before: 0 };

/** The windows of a layer along one axis: of its convolution, and of MISC behind it; plain where there is none. */
export function windowsOf(
  { conv, misc }: DpuLayer,
  along: (window: Window) => WindowSide,
): readonly [WindowSide, WindowSide] {
  const of = (stage: object | undefined) =>
    stage !== undefined && 'window' in stage ? along(stage.window as Window) : PLAIN;
  return [of(conv), of(misc)];
}

/** Entries of a pixel with so many channels. */
export function entriesOf(channels: number, perEntry: number): number {
  return Math.ceil(channels / perEntry);
}
