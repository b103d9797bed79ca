import { InputError } from '../../core/input/input-error.js';
import type { Folding } from '../../nn/folding.js';
import type { ConvolutionLayer, MaxPoolLayer, Padding, Size } from '../../nn/network.js';
import { type PoolShape, poolProblem } from '../units/max-pool.js';
import { type WindowShape, windowProblem } from '../units/sliding-window.js';

/**
 * The shape of a convolution's sliding window.
 * @throws InputError where the library has no such window
 */
export function windowShape(layer: ConvolutionLayer, { simd }: Folding): WindowShape {
  const { kernel, stride, dilation, padding, groups, inputShape, outputShape } = layer;
  const [height, width, channels] = inputShape;
  const shape = { kernel: kernel[0], stride: stride[0], ifmDim: height, ofmDim: outputShape[0], channels, simd };
  refuse(
    layer.name,
    notSquare('a kernel', kernel) ??
      notSquare('a stride', stride) ??
      notSquare('an input', [height, width]) ??
      (dilation.some((step) => step > 1) ? `found a dilation of ${dilation.join(' x ')}, allowed: 1 x 1` : undefined) ??
      paddingProblem(padding) ??
      groupsProblem(groups) ??
      windowProblem(shape),
    'hls',
  );
  return shape;
}

/**
 * The shape of a max pool.
 * @throws InputError where the library has no such pool
 */
export function poolShape(layer: MaxPoolLayer, library: string): PoolShape {
  const { name, kernel, stride, padding, inputShape } = layer;
  const [height, width] = inputShape;
  const shape = { kernel: kernel[0], dim: height };
  const apart = stride.join() === kernel.join();
  refuse(
    name,
    notSquare('a kernel', kernel) ??
      notSquare('an input', [height, width]) ??
      paddingProblem(padding) ??
      (apart
        ? poolProblem(shape)
        : `found a stride of ${stride.join(' x ')}, allowed: ${kernel.join(' x ')}, the kernel`),
    library,
  );
  return shape;
}

/** What keeps a library without grouped convolutions from a layer, or undefined where nothing does. */
export function groupsProblem(groups: number): string | undefined {
  return groups > 1 ? `found ${groups} groups, allowed: 1` : undefined;
}

/** What keeps a library without padding from a layer, or undefined where nothing does. */
export function paddingProblem({ top, left, bottom, right }: Padding): string | undefined {
  if (top + left + bottom + right === 0) return undefined;
  return `found padding of ${top}, ${left}, ${bottom}, ${right} (top, left, bottom, right), allowed: none`;
}

function notSquare(what: string, [height, width]: Size): string | undefined {
  return height === width ? undefined : `found ${what} of ${height} x ${width}, allowed: a square one`;
}

/** @throws InputError where there is a problem with a layer */
export function refuse(layer: string, problem: string | undefined, library: string): void {
  if (problem !== undefined) throw new InputError(`layer ${layer}: ${problem} (block library ${library})`);
}
