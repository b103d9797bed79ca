import { accumulatorRange } from './accumulator.js';
import {
  ACCUMULATOR,
  buildGroups,
  buildOutputShape,
  checkAccumulators,
  type Source,
  type Tensor,
} from './build-windows.js';
import { type DataType, describeType } from './data-type.js';
import { fixPosition } from './fix-position.js';
import {
  type AveragePoolLayer,
  type IntegerConvolutionLayer,
  type IntegerFullyConnectedLayer,
  integerWeightType,
} from './integer-layers.js';
import type { Clamped, Padding, Size } from './layer-fields.js';
import { elements } from './network.js';
import type { Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';

/** Sums that stay in 32 bits with any shifted bias of 8 bits. */
const UNBIASED: DataType = { ...ACCUMULATOR, bits: 31 };
/** Above, the reciprocal of a window's pixels is 0. */
const MAX_TAPS = 65536;

export function buildIntegerFullyConnected(
  source: Source<'integerFullyConnected'>,
  read: Tensor,
  report: Report,
): IntegerFullyConnectedLayer {
  const { name, op, outputFeatures: mh, activation = read.type, requantize } = source;
  const mw = elements(read.shape);
  checkSums(mw, read, source, report);
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
    ...optionsOf(source),
    requantization: requantize,
  };
}

export function buildIntegerConvolution(
  source: Source<'integerConvolution'>,
  read: Tensor,
  report: Report,
): IntegerConvolutionLayer {
  const { name, op, outputChannels: mh, kernel, stride, dilation, padding, requantize } = source;
  const { activation = read.type } = source;
  const windows = { kernel, stride, dilation, padding };
  const outputShape = buildOutputShape(op, windows, read, mh, report);
  const groups = buildGroups(source, read, report);
  const mw = (elements(kernel) * (read.shape[2] ?? 1)) / groups;
  checkSums(mw, read, source, report);
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
    ...optionsOf(source),
    requantization: requantize,
  };
}

export function buildAveragePool(source: Source<'averagePool'>, read: Tensor, report: Report): AveragePoolLayer {
  const { name, op, kernel, stride = kernel, padding, division, activation = read.type } = source;
  const taps = elements(kernel);
  if (taps > MAX_TAPS) report(['kernel'], `found a window of ${taps} pixels, allowed: at most ${MAX_TAPS}`);
  checkIntegers(read, report);
  checkOverhang(kernel, padding, report);
  if (division === 'powerOfTwo') checkPositions([read.type, activation], report);
  else if (activation !== read.type) report(['activation'], `division ${division} keeps the type, allowed: powerOfTwo`);
  const windows = { kernel, stride, dilation: [1, 1], padding } as const;
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape: buildOutputShape(op, windows, read, read.shape[2] ?? 1, report),
    inputType: read.type,
    outputType: activation,
    kernel,
    stride,
    padding,
    division,
    ...optionsOf(source),
  };
}

type Options = Clamped & Pick<IntegerFullyConnectedLayer, 'weightZeroPoint' | 'weightBits'>;

/** What a layer of integers has only where the file gives it. */
export function optionsOf({ clamp, weightZeroPoint, weightBits }: Options): Options {
  return {
    ...(clamp === undefined ? {} : { clamp }),
    ...(weightZeroPoint === undefined ? {} : { weightZeroPoint }),
    ...(weightBits === undefined ? {} : { weightBits }),
  };
}

/** Reports windows that can lie wholly outside of what they pool. */
export function checkOverhang([height, width]: Size, { top, left, bottom, right }: Padding, report: Report): void {
  if (Math.max(top, bottom) < height && Math.max(left, right) < width) return;
  report(['padding'], `a window of ${height} x ${width} can lie outside, allowed: less than its height and width`);
}

/** Reports scales that are no powers of two. */
export function checkPositions(types: readonly DataType[], report: Report): void {
  const wrong = types.find(({ scale }) => fixPosition(scale) === undefined);
  if (wrong !== undefined) report([], `found a scale of ${wrong.scale}, allowed: powers of two`);
}

/** Reports sums of products that leave a register of 32 bits before a bias is added. */
function checkSums(
  mw: number,
  read: Tensor,
  source: Options & Pick<Source<'integerConvolution'>, 'requantize'>,
  report: Report,
): void {
  if (mw > MAX_FEATURES) report([], `found ${mw} weights for an output, allowed: at most ${MAX_FEATURES}`);
  checkIntegers(read, report);
  const sums = accumulatorRange({ accumulate: 'sum', mw, inputType: read.type, weightType: integerWeightType(source) });
  checkAccumulators(sums, 1, source.requantize.rule === 'powerOfTwo' ? UNBIASED : ACCUMULATOR, [], report);
}

export function checkIntegers({ name, type }: Tensor, report: Report): void {
  if (type.encoding !== 'bipolar') return;
  report([], `reads ${describeType(type)} codes of ${name}, allowed: signed or unsigned ones`);
}
