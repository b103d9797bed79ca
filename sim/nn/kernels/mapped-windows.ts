import type { FloatConvolutionLayer } from '../float-layers.js';
import type { IntegerConvolutionLayer } from '../integer-layers.js';
import type { LayerFields } from '../layer-fields.js';
import type { Windows } from '../windows.js';
import type { MemoryLayout } from './memory-layout.js';

/** How windows lie on a tensor. */
export interface MappedWindows extends Windows {
  /** Height, width, channels. */
  readonly input: readonly number[];
  readonly output: readonly number[];
}

type Convolution = IntegerConvolutionLayer | FloatConvolutionLayer;

/** How the windows of a layer lie on what it reads. */
export function mapped(
  { kernel, stride, dilation, padding }: Windows,
  { inputShape, outputShape }: Pick<LayerFields, 'inputShape' | 'outputShape'>,
): MappedWindows {
  return { kernel, stride, dilation, padding, input: inputShape, output: outputShape };
}

/** Whether each channel has a kernel of its own. */
export function isDepthwise({ groups, mh, inputShape }: Convolution): boolean {
  return groups === mh && groups === inputShape[2];
}

/** Whether the windows are the pixels of the input, each with all its channels. */
export function isPointwise({ groups, kernel, stride, padding }: Convolution): boolean {
  const margins = Object.values(padding);
  return groups === 1 && [...kernel, ...stride].every((side) => side === 1) && margins.every((side) => side === 0);
}

/** Address of a record in the order of `Windows` in assembly/integer/gather.ts. */
export function placeWindows(windows: MappedWindows, layout: MemoryLayout): number {
  const { input, output, kernel, stride, dilation, padding } = windows;
  return layout.place(Int32Array.of(...input, ...kernel, ...stride, ...dilation, padding.top, padding.left, output[1]));
}
