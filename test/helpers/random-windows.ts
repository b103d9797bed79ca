import fc from 'fast-check';
import type { WindowParameters } from '../../sim/fabric/finn/sliding-window.js';

/** One axis of a feature map and the windows on it. */
const axis = fc.integer({ min: 1, max: 7 }).chain((length) =>
  fc.integer({ min: 1, max: Math.min(4, length) }).chain((kernel) =>
    fc.record({
      length: fc.constant(length),
      kernel: fc.constant(kernel),
      stride: fc.integer({ min: 1, max: length }),
      dilation: fc.integer({ min: 1, max: kernel === 1 ? 3 : Math.floor((length - 1) / (kernel - 1)) }),
    }),
  ),
);

/** Windows on a small feature map. */
export const randomWindows = fc
  .record({ down: axis, across: axis, channelFold: fc.integer({ min: 1, max: 3 }), depthwise: fc.boolean() })
  .map(
    ({ down, across, ...rest }): WindowParameters => ({
      ...rest,
      height: down.length,
      width: across.length,
      kernel: [down.kernel, across.kernel],
      stride: [down.stride, across.stride],
      dilation: [down.dilation, across.dilation],
    }),
  );

export function range(count: number): number[] {
  return [...Array(count).keys()];
}

/** By window, element of the kernel and channel fold: the beat of the feature map. */
export function im2col({ height, width, channelFold, kernel, stride, dilation }: WindowParameters): number[][][] {
  const starts = (length: number, axis: 0 | 1) =>
    range(length).filter((start) => start % stride[axis] === 0 && start + (kernel[axis] - 1) * dilation[axis] < length);
  return starts(height, 0).flatMap((top) =>
    starts(width, 1).map((left) =>
      range(kernel[0]).flatMap((row) =>
        range(kernel[1]).map((column) => {
          const pixel = (top + row * dilation[0]) * width + left + column * dilation[1];
          return range(channelFold).map((fold) => pixel * channelFold + fold);
        }),
      ),
    ),
  );
}

/** The elements of a window for each channel fold. */
export function byFold(window: readonly number[][]): number[][] {
  return window[0].map((_, fold) => window.map((element) => element[fold]));
}
