import type { Tensor } from './build-windows.js';
import type { Padding, Shape } from './layer-fields.js';
import { elements } from './network.js';
import type { Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';
import { paddedSize } from './windows.js';

/** Reports two tensors that cannot be added element by element. */
export function checkEqualShapes(a: Tensor, b: Tensor, report: Report): void {
  if (showShape(a.shape) === showShape(b.shape)) return;
  const found = `${a.name} is ${showShape(a.shape)} and ${b.name} ${showShape(b.shape)}`;
  report(['inputs'], `${found}, allowed: equal shapes`);
}

/** Shape of tensors one behind the other along an axis. What differs off the axis is reported. */
export function concatShape(inputs: readonly Tensor[], axis: number, report: Report): Shape {
  const [first] = inputs;
  const others = (shape: Shape) => showShape(shape.filter((_, index) => index !== axis));
  for (const { name, shape } of inputs) {
    if (axis >= shape.length) report(['axis'], `${name} is ${showShape(shape)}, allowed: at most ${shape.length - 1}`);
    if (shape.length !== first.shape.length || others(shape) !== others(first.shape)) {
      const found = `${first.name} is ${showShape(first.shape)} and ${name} ${showShape(shape)}`;
      report(['inputs'], `${found}, which differ off axis ${axis}`);
    }
  }
  const size = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  const outputShape = first.shape.map((length, index) => (index === axis ? size : length));
  checkElements(outputShape, report);
  return outputShape;
}

/** Shape of the averages of all pixels. */
export function meanShape(
  { op, flat }: { readonly op: string; readonly flat: boolean },
  read: Tensor,
  report: Report,
): Shape {
  checkMap(op, read, report);
  const channels = read.shape[2] ?? 1;
  return flat ? [channels] : [1, 1, channels];
}

/** Shape of a map with rows and columns around it. */
export function paddedShape(
  { op, padding }: { readonly op: string; readonly padding: Padding },
  read: Tensor,
  report: Report,
): Shape {
  checkMap(op, read, report);
  const [height, width, channels = 1] = read.shape;
  const outputShape = [...paddedSize([height, width], padding), channels];
  checkElements(outputShape, report);
  return outputShape;
}

/** Reports a shape that what is read cannot have. */
export function checkReshaped(shape: Shape, read: Tensor, report: Report): void {
  if (elements(shape) === elements(read.shape)) return;
  const expected = `expected ${elements(read.shape)}, as ${read.name} has (${showShape(read.shape)})`;
  report(['shape'], `found ${showShape(shape)}, which are ${elements(shape)} elements, ${expected}`);
}

/** Reports what is no map. */
export function checkMap(op: string, read: Tensor, report: Report): void {
  if (read.shape.length === 3) return;
  report(['op'], `${op} reads height x width x channels, found ${showShape(read.shape)} of ${read.name}`);
}

/** Reports a tensor that is too large. */
export function checkElements(shape: Shape, report: Report): void {
  if (elements(shape) <= MAX_FEATURES) return;
  report([], `found an output of ${showShape(shape)}, allowed: at most ${MAX_FEATURES} features`);
}

function showShape(shape: Shape): string {
  return shape.join(' x ');
}
