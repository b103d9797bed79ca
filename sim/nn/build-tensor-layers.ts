import { checkIntegers, checkOverhang, checkPositions, optionsOf } from './build-integer-layers.js';
import {
  checkElements,
  checkEqualShapes,
  checkMap,
  checkReshaped,
  concatShape,
  meanShape,
  paddedShape,
} from './build-shapes.js';
import { buildOutputShape, type LayerSource, type Source, type Tensor } from './build-windows.js';
import { type DataType, describeType } from './data-type.js';
import type { Report } from './network-schema.js';
import { LEAST_SUM_RATIO, SUM_RATIO_LIMIT } from './sum-ratios.js';
import type {
  AddLayer,
  ConcatLayer,
  IntegerMaxPoolLayer,
  MeanLayer,
  PadLayer,
  RescaleLayer,
  ReshapeLayer,
  SoftmaxLayer,
  SpaceToDepthLayer,
  TensorLayer,
  UpsampleLayer,
} from './tensor-layers.js';

/** Codes of a softmax: a table has an entry for each difference of two of them. */
const SOFTMAX_BITS = 8;

/** A layer of integers without weights. */
export function buildTensorLayer(
  source: Extract<LayerSource, { op: TensorLayer['op'] }>,
  inputs: readonly Tensor[],
  report: Report,
): TensorLayer {
  const [read] = inputs;
  for (const tensor of inputs) checkIntegers(tensor, report);
  switch (source.op) {
    case 'add':
      return buildAdd(source, inputs, report);
    case 'concat':
      return buildConcat(source, inputs, report);
    case 'integerMaxPool':
      return buildMaxPool(source, read, report);
    case 'mean':
      return buildMean(source, read, report);
    case 'pad':
      return buildPad(source, read, report);
    case 'rescale':
      return buildRescale(source, read);
    case 'reshape':
      return buildReshape(source, read, report);
    case 'softmax':
      return buildSoftmax(source, read, report);
    case 'upsample':
      return buildUpsample(source, read, report);
    case 'spaceToDepth':
      return buildSpaceToDepth(source, read, report);
  }
}

function fieldsOf<Op extends TensorLayer['op']>({ name, op }: { name: string; op: Op }, read: Tensor) {
  return { name, op, inputs: [read.name], inputShape: read.shape, inputType: read.type };
}

function buildAdd(source: Source<'add'>, [a, b]: readonly Tensor[], report: Report): AddLayer {
  checkEqualShapes(a, b, report);
  const { rule, activation: outputType = a.type } = source;
  if (rule === 'powerOfTwo') checkPositions([a.type, b.type, outputType], report);
  if (rule === 'scale') checkRatios([a.type, b.type], outputType, report);
  return {
    ...fieldsOf(source, a),
    inputs: [a.name, b.name],
    rule,
    outputShape: a.shape,
    inputTypes: [a.type, b.type],
    outputType,
    ...optionsOf(source),
  };
}

function checkRatios(inputs: readonly DataType[], output: DataType, report: Report): void {
  const ratios = inputs.map(({ scale }) => scale / output.scale);
  if (Math.max(...ratios) < SUM_RATIO_LIMIT && Math.min(...ratios) >= LEAST_SUM_RATIO) return;
  const allowed = `allowed: from 1/${1 / LEAST_SUM_RATIO} to ${SUM_RATIO_LIMIT}`;
  report(['activation', 'scale'], `scales of ${ratios.join(' and ')} times that of the output, ${allowed}`);
}

function buildConcat(source: Source<'concat'>, inputs: readonly Tensor[], report: Report): ConcatLayer {
  const [first] = inputs;
  const { axis } = source;
  for (const { name, type } of inputs) {
    if (!sameType(type, first.type))
      report(['inputs'], `${first.name} and ${name} have different types, allowed: one type`);
  }
  return {
    ...fieldsOf(source, first),
    inputs: inputs.map(({ name }) => name),
    outputShape: concatShape(inputs, axis, report),
    outputType: first.type,
    axis,
    inputShapes: inputs.map(({ shape }) => shape),
  };
}

function buildMaxPool(source: Source<'integerMaxPool'>, read: Tensor, report: Report): IntegerMaxPoolLayer {
  const { op, kernel, stride = kernel, padding, activation: outputType = read.type } = source;
  checkOverhang(kernel, padding, report);
  if (outputType !== read.type) checkPositions([read.type, outputType], report);
  const windows = { kernel, stride, dilation: [1, 1], padding } as const;
  return {
    ...fieldsOf(source, read),
    outputShape: buildOutputShape(op, windows, read, read.shape[2] ?? 1, report),
    outputType,
    kernel,
    stride,
    padding,
    ...optionsOf(source),
  };
}

function buildMean(source: Source<'mean'>, read: Tensor, report: Report): MeanLayer {
  const outputShape = meanShape(source, read, report);
  return { ...fieldsOf(source, read), outputShape, outputType: source.activation };
}

function buildPad(source: Source<'pad'>, read: Tensor, report: Report): PadLayer {
  const outputShape = paddedShape(source, read, report);
  return { ...fieldsOf(source, read), outputShape, outputType: read.type, padding: source.padding };
}

function buildRescale(source: Source<'rescale'>, read: Tensor): RescaleLayer {
  return {
    ...fieldsOf(source, read),
    outputShape: read.shape,
    outputType: source.activation,
    precision: source.precision,
    ...optionsOf(source),
  };
}

function buildReshape(source: Source<'reshape'>, read: Tensor, report: Report): ReshapeLayer {
  checkReshaped(source.shape, read, report);
  return { ...fieldsOf(source, read), outputShape: source.shape, outputType: read.type };
}

function buildSoftmax(source: Source<'softmax'>, read: Tensor, report: Report): SoftmaxLayer {
  const { activation, beta } = source;
  if (read.type.bits !== SOFTMAX_BITS) report([], `reads ${describeType(read.type)} codes, allowed: those of 8 bits`);
  if (activation.bits !== SOFTMAX_BITS) report(['activation', 'bits'], `found ${activation.bits}, allowed: 8`);
  return { ...fieldsOf(source, read), outputShape: read.shape, outputType: activation, beta };
}

function buildUpsample(source: Source<'upsample'>, read: Tensor, report: Report): UpsampleLayer {
  checkMap(source.op, read, report);
  const [height, width, channels = 1] = read.shape;
  const { factor } = source;
  const outputShape = [height * factor[0], width * factor[1], channels];
  checkElements(outputShape, report);
  return { ...fieldsOf(source, read), outputShape, outputType: read.type, factor };
}

function buildSpaceToDepth(source: Source<'spaceToDepth'>, read: Tensor, report: Report): SpaceToDepthLayer {
  checkMap(source.op, read, report);
  const [height, width, channels = 1] = read.shape;
  const { block } = source;
  if (height % block !== 0 || width % block !== 0) {
    report(['block'], `found ${block}, allowed: what divides the ${height} x ${width} pixels of ${read.name}`);
  }
  const outputShape = [Math.ceil(height / block), Math.ceil(width / block), channels * block ** 2];
  return { ...fieldsOf(source, read), outputShape, outputType: read.type, block };
}

function sameType(a: DataType, b: DataType): boolean {
  const same = a.bits === b.bits && a.encoding === b.encoding && a.narrow === b.narrow && a.scale === b.scale;
  return same && (a.zeroPoint ?? 0) === (b.zeroPoint ?? 0);
}
