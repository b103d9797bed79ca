import type { Padding, Size } from '../../layer-fields.js';
import { NO_PADDING, windowSize } from '../../windows.js';
import type { Field } from './flat-table.js';
import type { Node } from './node.js';
import { PADDING } from './schema.js';

/**
 * What windows overhang by. `SAME` gives ceil(size / stride) windows along each axis: what they lack is added at both ends, an
 * odd row or column at the bottom or the right.
 */
export function paddingOf(
  node: Node,
  field: Field,
  { kernel, stride, dilation }: { readonly kernel: Size; readonly stride: Size; readonly dilation: Size },
): Padding {
  if (node.choice('padding', node.options.int8(field), PADDING, PADDING) === 'VALID') return NO_PADDING;
  const covered = windowSize({ kernel, dilation });
  const shape = node.shapeOf(node.input(0));
  const lacking = (axis: 0 | 1) => {
    const windows = Math.ceil(shape[axis] / stride[axis]);
    return Math.max((windows - 1) * stride[axis] + covered[axis] - shape[axis], 0);
  };
  const [rows, columns] = [lacking(0), lacking(1)];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return { top, left, bottom: rows - top, right: columns - left };
}
