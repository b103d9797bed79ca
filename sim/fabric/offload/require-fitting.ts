import { InputError } from '../../core/input/input-error.js';
import { type DataType, describeType } from '../../nn/data-type.js';
import type { ConvolutionLayer, MaxPoolLayer, Size } from '../../nn/network.js';
import { paddedSize } from '../../nn/windows.js';
import { activationType, type OffloadOverlay } from './overlay.js';
import { iterationsOf } from './passes.js';
import type { OffloadLayer } from './program.js';
import { leadingPadding } from './units/zero-padding.js';

/** @throws InputError for a layer that the engine of an overlay cannot compute */
export function requireFitting({ convolution, pool }: OffloadLayer, overlay: OffloadOverlay): void {
  refuse(convolution, convolutionProblem(convolution, overlay), overlay);
  if (pool !== undefined) refuse(pool, poolProblem(pool, overlay), overlay);
}

function refuse({ name }: { readonly name: string }, problem: string | undefined, overlay: OffloadOverlay): void {
  if (problem !== undefined) throw new InputError(`layer ${name}: ${problem} (offload overlay ${overlay.name})`);
}

function convolutionProblem(layer: ConvolutionLayer, overlay: OffloadOverlay): string | undefined {
  const { kernel, stride, dilation, groups, inputShape, outputShape } = layer;
  const [inputChannels, outputChannels] = [inputShape[2] / groups, outputShape[2] / groups];
  const iterations = iterationsOf(outputChannels, overlay);
  return (
    typeProblem(layer, overlay) ??
    notSquare('a kernel', kernel) ??
    above('a kernel', kernel[0], overlay.maxKernel) ??
    (stride.some((step) => step !== 1) ? `found a stride of ${stride.join(' x ')}, allowed: 1 x 1` : undefined) ??
    (dilation.some((step) => step !== 1) ? `found a dilation of ${dilation.join(' x ')}, allowed: 1 x 1` : undefined) ??
    mapProblem(layer, overlay.maxInputDim) ??
    above('an output side', outputShape[0], overlay.maxOutputDim) ??
    above('input channels', inputChannels, overlay.maxInputChannels) ??
    (groups > 1 ? above('output channels of a group', outputChannels, overlay.maxOutputChannels) : undefined) ??
    (outputChannels % iterations === 0
      ? undefined
      : `found ${outputChannels} output channels in ${iterations} iterations, allowed: a multiple of ${iterations}`)
  );
}

function poolProblem(layer: MaxPoolLayer, overlay: OffloadOverlay): string | undefined {
  const { kernel, stride } = layer;
  const { poolWindow, maxPoolStride } = overlay;
  const step = stride[0];
  return (
    (kernel.some((side) => side !== poolWindow)
      ? `found a window of ${kernel.join(' x ')}, allowed: ${poolWindow} x ${poolWindow}`
      : undefined) ??
    notSquare('a stride', stride) ??
    above('a stride', step, maxPoolStride) ??
    (Number.isInteger(Math.log2(step)) ? undefined : `found a stride of ${step}, allowed: a power of two`) ??
    mapProblem(layer, overlay.maxOutputDim)
  );
}

function typeProblem(layer: ConvolutionLayer, overlay: OffloadOverlay): string | undefined {
  const { inputType, outputType, weightType, accumulate, accumulatorShift, thresholded } = layer;
  const wanted = activationType(overlay);
  const codes = (type: DataType) => type.bits === wanted.bits && type.encoding === wanted.encoding;
  const allowed = `allowed: ${describeType(wanted)}`;
  if (!codes(inputType)) return `found ${describeType(inputType)} inputs, ${allowed}`;
  if (!thresholded) return `found outputs without thresholds, ${allowed}`;
  if (!codes(outputType)) return `found ${describeType(outputType)} outputs, ${allowed}`;
  if (weightType.encoding !== 'bipolar') return `found ${describeType(weightType)} weights, allowed: 1-bit bipolar`;
  if (accumulate !== 'sum') return `found that ${accumulate} are accumulated, allowed: sum`;
  return accumulatorShift === 0 ? undefined : `found thresholds with ${accumulatorShift} fraction bits, allowed: none`;
}

/** What keeps a feature map with its padding from the engine: it is square, and the host names only the padded side. */
function mapProblem(layer: ConvolutionLayer | MaxPoolLayer, limit: number): string | undefined {
  const [height, width] = layer.inputShape;
  const { top, left, bottom, right } = layer.padding;
  const [paddedDim] = paddedSize([height, width], layer.padding);
  const leading = leadingPadding({ inputDim: height, paddedDim });
  const trailing = paddedDim - height - leading;
  const found = [top, left, bottom, right].join(', ');
  const allowed = [leading, leading, trailing, trailing].join(', ');
  return (
    notSquare('an input', [height, width]) ??
    (found === allowed ? undefined : `found padding of ${found} (top, left, bottom, right), allowed: ${allowed}`) ??
    above('an input side with padding', paddedDim, limit)
  );
}

function notSquare(what: string, [height, width]: Size): string | undefined {
  return height === width ? undefined : `found ${what} of ${height} x ${width}, allowed: a square one`;
}

function above(what: string, value: number, limit: number): string | undefined {
  return value <= limit ? undefined : `found ${what} of ${value}, allowed: at most ${limit}`;
}
