import type { Padding, Size } from './network.js';

/** How windows lie on a feature map. */
export interface Windows {
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

export const NO_PADDING: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** Height and width of a feature map with its padding. */
export function paddedSize([height, width]: Size, { top, left, bottom, right }: Padding): Size {
  return [top + height + bottom, left + width + right];
}

/** Height and width that a window covers: its pixels lie `dilation` apart. */
export function windowSize({ kernel, dilation }: Pick<Windows, 'kernel' | 'dilation'>): Size {
  return [(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1];
}

/** Rows and columns of windows that lie wholly on a feature map with its padding; below 1 where not one fits. */
export function windowCounts(input: Size, windows: Windows): Size {
  const padded = paddedSize(input, windows.padding);
  const covered = windowSize(windows);
  const along = (axis: 0 | 1) => Math.floor((padded[axis] - covered[axis]) / windows.stride[axis]) + 1;
  return [along(0), along(1)];
}
