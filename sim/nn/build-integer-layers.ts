import { accumulatorRange } from './accumulator.js';
import {
  ACCUMULATOR,
  buildGroups,
  buildOutputShape,
  checkAccumulators,
  type Source,
  type Tensor,
} from './build-windows.js';
import { describeType } from './data-type.js';
import {
  type AveragePoolLayer,
  INTEGER_WEIGHT,
  type IntegerConvolutionLayer,
  type IntegerFullyConnectedLayer,
} from './integer-layers.js';
import { elements } from './network.js';
import type { Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';
import { NO_PADDING } from './windows.js';

/** Above, the reciprocal of a window's pixels is 0. */
const MAX_TAPS = 65536;

export function buildIntegerFullyConnected(
  { name, op, outputFeatures: mh, activation, requantize }: Source<'integerFullyConnected'>,
  read: Tensor,
  report: Report,
): IntegerFullyConnectedLayer {
  const mw = elements(read.shape);
  checkSums(mw, read, report);
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape: [mh],
    inputType: read.type,
    outputType: activation,
    mw,
    mh,
    requantization: requantize,
  };
}

export function buildIntegerConvolution(
  source: Source<'integerConvolution'>,
  read: Tensor,
  report: Report,
): IntegerConvolutionLayer {
  const { name, op, outputChannels: mh, kernel, stride, dilation, padding, activation, requantize } = source;
  const windows = { kernel, stride, dilation, padding };
  const outputShape = buildOutputShape(op, windows, read, mh, report);
  const groups = buildGroups(source, read, report);
  const mw = (elements(kernel) * (read.shape[2] ?? 1)) / groups;
  checkSums(mw, read, report);
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape,
    inputType: read.type,
    outputType: activation,
    mw,
    mh,
    groups,
    ...windows,
    requantization: requantize,
  };
}

export function buildAveragePool(
  { name, op, kernel, stride = kernel, division }: Source<'averagePool'>,
  read: Tensor,
  report: Report,
): AveragePoolLayer {
  const taps = elements(kernel);
  if (taps > MAX_TAPS) report(['kernel'], `found a window of ${taps} pixels, allowed: at most ${MAX_TAPS}`);
  checkIntegers(read, report);
  const windows = { kernel, stride, dilation: [1, 1], padding: NO_PADDING } as const;
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape: buildOutputShape(op, windows, read, read.shape[2] ?? 1, report),
    inputType: read.type,
    outputType: read.type,
    kernel,
    stride,
    division,
  };
}

/** Reports sums of products that leave a register of 32 bits before a bias is added. */
function checkSums(mw: number, read: Tensor, report: Report): void {
  if (mw > MAX_FEATURES) report([], `found ${mw} weights for an output, allowed: at most ${MAX_FEATURES}`);
  checkIntegers(read, report);
  const sums = accumulatorRange({ accumulate: 'sum', mw, inputType: read.type, weightType: INTEGER_WEIGHT });
  checkAccumulators(sums, 1, ACCUMULATOR, [], report);
}

function checkIntegers({ name, type }: Tensor, report: Report): void {
  if (type.encoding !== 'bipolar') return;
  report([], `reads ${describeType(type)} codes of ${name}, allowed: signed or unsigned ones`);
}
