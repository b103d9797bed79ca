import { allowedNames } from '../core/input/nearest.js';
import { accumulatorRange } from './accumulator.js';
import { buildFloatLayer, isFloatSource } from './build-float-layers.js';
import { buildAveragePool, buildIntegerConvolution, buildIntegerFullyConnected } from './build-integer-layers.js';
import { buildTensorLayer } from './build-tensor-layers.js';
import {
  ACCUMULATOR,
  buildGroups,
  buildOutputShape,
  checkAccumulators,
  type LayerSource,
  type Source,
  type Tensor,
} from './build-windows.js';
import { type DataType, describeType } from './data-type.js';
import {
  type ConvolutionLayer,
  elements,
  type FullyConnectedLayer,
  type Layer,
  type MaxPoolLayer,
  type NetworkInput,
  type Shape,
} from './network.js';
import type { Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';
import type { Windows } from './windows.js';

/**
 * The layers with the shapes and types of what they read. A problem is reported, and something fitting stands in.
 * @param outputs names of layers that software reads
 */
export function buildLayers(
  input: NetworkInput,
  sources: readonly LayerSource[],
  outputs: readonly string[],
  report: Report,
): Layer[] {
  const networkInput: Tensor = { name: 'input', shape: inputShape(input), type: input.type };
  const tensors = new Map([['input', networkInput]]);
  const layers = sources.map((source, index): Layer => {
    const reportHere: Report = (path, message) => report(['layers', index, ...path], message);
    const names = source.inputs ?? [sources[index - 1]?.name ?? 'input'];
    const read = names.map((name, place): Tensor => {
      const tensor = tensors.get(name);
      if (tensor !== undefined) return tensor;
      reportHere(['inputs', place], `no layer ${name} before this one, ${allowedNames(name, [...tensors.keys()])}`);
      return { ...networkInput, name };
    });
    if (tensors.has(source.name)) reportHere(['name'], `the name ${source.name} is taken`);
    const layer = buildLayer(source, read, reportHere);
    tensors.set(layer.name, { name: layer.name, shape: layer.outputShape, type: layer.outputType });
    return layer;
  });
  const readNames = new Set([...outputs, ...layers.flatMap(({ inputs }) => inputs)]);
  layers.slice(0, -1).forEach(({ name }, index) => {
    if (!readNames.has(name)) {
      report(['layers', index, 'name'], `no layer reads ${name}, and it is no output`);
    }
  });
  return layers;
}

/** Padding is appended to the features of a picture, so that they have no height and width any more. */
function inputShape({ shape, paddedFeatures }: NetworkInput): Shape {
  return paddedFeatures === elements(shape) ? shape : [paddedFeatures];
}

function buildLayer(source: LayerSource, inputs: readonly Tensor[], report: Report): Layer {
  const [read] = inputs;
  if (isFloatSource(source)) return buildFloatLayer(source, inputs, report);
  checkCodes(inputs, report);
  switch (source.op) {
    case 'fullyConnected':
      return buildFullyConnected(source, read, report);
    case 'convolution':
      return buildConvolution(source, read, report);
    case 'maxPool':
      return buildMaxPool(source, read, report);
    case 'integerFullyConnected':
      return buildIntegerFullyConnected(source, read, report);
    case 'integerConvolution':
      return buildIntegerConvolution(source, read, report);
    case 'averagePool':
      return buildAveragePool(source, read, report);
    default:
      return buildTensorLayer(source, inputs, report);
  }
}

/** Reports real numbers where codes are read. */
function checkCodes(inputs: readonly Tensor[], report: Report): void {
  const real = inputs.find(({ type }) => type.encoding === 'float');
  if (real !== undefined) report([], `reads the real numbers of ${real.name}, allowed: codes`);
}

function buildFullyConnected(source: Source<'fullyConnected'>, read: Tensor, report: Report): FullyConnectedLayer {
  const { name, op, outputFeatures: mh } = source;
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape: [mh],
    inputType: read.type,
    mw: elements(read.shape),
    mh,
    ...buildArithmetic(source, read.type, elements(read.shape), report),
  };
}

function buildConvolution(source: Source<'convolution'>, read: Tensor, report: Report): ConvolutionLayer {
  const { name, op, outputChannels: mh, kernel, stride, dilation, padding } = source;
  const windows = { kernel, stride, dilation, padding };
  const outputShape = buildOutputShape(op, windows, read, mh, report);
  const groups = buildGroups(source, read, report);
  const mw = (kernel[0] * kernel[1] * (read.shape[2] ?? 1)) / groups;
  if (mw > MAX_FEATURES) report(['kernel'], `found ${mw} weights for an output, allowed: at most ${MAX_FEATURES}`);
  return {
    name,
    op,
    inputs: [read.name],
    inputShape: read.shape,
    outputShape,
    inputType: read.type,
    mw,
    mh,
    groups,
    ...windows,
    ...buildArithmetic(source, read.type, mw, report),
  };
}

function buildMaxPool(source: Source<'maxPool'>, read: Tensor, report: Report): MaxPoolLayer {
  const { name, op, kernel, stride = kernel, padding } = source;
  const windows: Windows = { kernel, stride, dilation: [1, 1], padding };
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
    padding,
  };
}

type MatrixSource = Source<'fullyConnected' | 'convolution'>;
type Arithmetic = Pick<
  FullyConnectedLayer,
  'weightType' | 'outputType' | 'accumulate' | 'accumulatorShift' | 'thresholded'
>;

function buildArithmetic(source: MatrixSource, inputType: DataType, mw: number, report: Report): Arithmetic {
  const { weights: weightType, accumulate, accumulatorShift, activation, scores } = source;
  if (accumulate === 'matches' && !(isBipolar(inputType) && isBipolar(weightType))) {
    const found = `found ${describeType(inputType)} inputs and ${describeType(weightType)} weights`;
    report(['accumulate'], `matches needs bipolar inputs and weights, ${found}`);
  }
  const accumulators = accumulatorRange({ accumulate, mw, inputType, weightType });
  const arithmetic = { weightType, accumulate, accumulatorShift };
  if (scores === undefined) {
    if (activation === undefined) report([], 'missing activation or scores');
    checkAccumulators(accumulators, 2 ** accumulatorShift, ACCUMULATOR, [], report);
    return { ...arithmetic, outputType: activation ?? weightType, thresholded: true };
  }
  if (activation !== undefined) report(['scores'], 'found activation and scores, allowed: one of them');
  if (accumulatorShift !== 0) report(['accumulatorShift'], 'found scores, but only thresholds are compared');
  checkAccumulators(accumulators, 1, scores, ['scores'], report);
  return { ...arithmetic, outputType: scores, thresholded: false };
}

function isBipolar(type: DataType): boolean {
  return type.encoding === 'bipolar';
}
