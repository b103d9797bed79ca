import type { Padding, Shape, Size } from '../../../layer-fields.js';
import { elements } from '../../../network.js';
import { NO_PADDING } from '../../../windows.js';
import type { Graph, Step } from '../graph.js';
import { Node } from '../node.js';
import { planWindowsAndGroups } from '../operators/convolution.js';
import { poolWindowsOf } from '../operators/windows.js';
import type { Tensor } from '../tensor.js';
import { isMap } from './places.js';
import type { Codes, Sums, View } from './signal.js';
import { type Constants, integerWeights } from './weights.js';

/** What sums are made of: an operator, the codes that it reads, and how they lie in the graph. */
export interface Reading {
  readonly graph: Graph;
  readonly constants: Constants;
  readonly step: Step;
  readonly codes: Codes;
  readonly view: View;
}

/** Operators that multiply and add. */
export const SUM_OPERATORS: Readonly<Record<string, (reading: Reading) => Sums>> = {
  AveragePool: averageSums,
  Conv: convolutionSums,
  Gemm: gemmSums,
  GlobalAveragePool: meanSums,
  MatMul: matMulSums,
  ReduceMean: meanSums,
};

/** An operator with what is known of the tensors that it reads. */
export function nodeOf({ types }: Graph, { operator, error }: Step): Node {
  return new Node(
    operator,
    operator.inputs.map((name) => types.get(name)),
    error,
  );
}

function convolutionSums(reading: Reading): Sums {
  const { graph, constants, step, codes } = reading;
  mapOf(reading);
  const node = nodeOf(graph, step);
  const { windows, groups, ofGroup, outputChannels } = planWindowsAndGroups(node, node.input(0), node.input(1));
  const { kernel, stride, dilation, counts } = windows;
  const taps = elements(kernel);
  const size = { rows: outputChannels, columns: taps * ofGroup };
  const placeOf = (row: number, column: number) =>
    (row * ofGroup + (column % ofGroup)) * taps + Math.floor(column / ofGroup);
  const { weights, scales } = integerWeights(step, constants, step.operator.inputs[1], size, placeOf);
  const padding = sum(windows.padding, reading.view.padding);
  requireZero(reading, padding);
  return {
    kind: 'sums',
    step,
    reads: codes,
    layer: {
      op: 'convolution',
      outputChannels,
      kernel,
      stride,
      ...(elements(dilation) === 1 ? {} : { dilation }),
      ...paddingField(padding),
      ...(groups === 1 ? {} : { groups }),
    },
    weights,
    mh: outputChannels,
    mw: size.columns,
    scales: scales.map((scale) => scale * codes.unit),
    biases: biasesOf(reading, 2, outputChannels),
    shape: [...counts, outputChannels],
  };
}

function averageSums(reading: Reading): Sums {
  const node = nodeOf(reading.graph, reading.step);
  mapOf(reading);
  const { kernel, stride, dilation, padding, counts, input } = poolWindowsOf(node, node.input(0));
  const overhangs = counts.some((count, axis) => {
    const covered = (count - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
    const [before, behind] = axis === 0 ? [padding.top, padding.bottom] : [padding.left, padding.right];
    return covered > before + input[axis] + behind;
  });
  const isPadded = Object.values(padding).some((side) => side > 0);
  if (overhangs || (isPadded && node.int('count_include_pad', 0) !== 1)) {
    throw reading.step.error(
      'averages over less than whole windows at the border, allowed: no padding, or count_include_pad',
    );
  }
  return ones(reading, { kernel, stride, dilation, padding: sum(padding, reading.view.padding) }, counts);
}

/** The average of each map. */
function meanSums(reading: Reading): Sums {
  const { step, graph } = reading;
  const [height, width] = mapOf(reading);
  if (step.operator.type === 'ReduceMean') {
    const node = nodeOf(graph, step);
    const axes = (node.ints('axes') ?? node.optionalIntegers(1) ?? []).map((axis) => node.axis(axis, 4));
    if ([...axes].sort().join() !== '2,3')
      throw step.error(`averages axes [${axes}], allowed: height and width of a map`);
  }
  if (reading.view.padding !== undefined) throw step.error('averages padding, allowed: a convolution behind a Pad');
  return ones(reading, { kernel: [height, width], stride: [1, 1], dilation: [1, 1], padding: NO_PADDING }, [1, 1]);
}

/** A convolution of each channel with weights of 1, over the number of its taps. */
function ones(
  reading: Reading,
  windows: { readonly kernel: Size; readonly stride: Size; readonly dilation: Size; readonly padding: Padding },
  counts: Size,
): Sums {
  const { step, codes } = reading;
  const channels = codes.shape[2];
  const taps = elements(windows.kernel);
  requireZero(reading, windows.padding);
  return {
    kind: 'sums',
    step,
    reads: codes,
    layer: {
      op: 'convolution',
      outputChannels: channels,
      kernel: windows.kernel,
      stride: windows.stride,
      ...(elements(windows.dilation) === 1 ? {} : { dilation: windows.dilation }),
      ...paddingField(windows.padding),
      groups: channels,
    },
    weights: new Int32Array(channels * taps).fill(1),
    mh: channels,
    mw: taps,
    scales: new Float64Array(channels).fill(codes.unit / taps),
    biases: new Float64Array(channels),
    shape: [...counts, channels],
  };
}

/** Each number alone, as a layer of its own: for operators between codes and a quantizer. */
export function identitySums(step: Step, codes: Codes): Sums {
  const channels = codes.shape[codes.shape.length - 1];
  const isConvolution = codes.shape.length === 3;
  const mw = isConvolution ? 1 : channels;
  const weights = new Int32Array(channels * mw);
  for (let channel = 0; channel < channels; channel++) weights[channel * mw + (isConvolution ? 0 : channel)] = 1;
  const layer = isConvolution
    ? ({ op: 'convolution', outputChannels: channels, kernel: [1, 1], groups: channels } as const)
    : ({ op: 'fullyConnected', outputFeatures: channels } as const);
  return {
    ...{ kind: 'sums', step, reads: codes, layer, weights, mh: channels, mw, shape: codes.shape },
    scales: new Float64Array(channels).fill(codes.unit),
    biases: new Float64Array(channels),
  };
}

function gemmSums(reading: Reading): Sums {
  const { graph, step } = reading;
  const node = nodeOf(graph, step);
  const [alpha, transposed] = [node.float('alpha', 1), node.int('transB', 0) === 1];
  if (node.int('transA', 0) === 1 || node.input(0).shape[0] !== 1)
    throw step.error('reads no single row, allowed: one vector');
  const [first, second] = node.input(1).shape;
  const outputs = transposed ? first : second;
  const sums = vectorSums(
    reading,
    outputs,
    transposed ? (row, column) => row * second + column : (row, column) => column * second + row,
  );
  if (!(alpha > 0)) throw step.error(`attribute alpha is ${alpha}, allowed: above 0`);
  const beta = node.float('beta', 1);
  return {
    ...sums,
    scales: sums.scales.map((scale) => scale * alpha),
    biases: biasesOf(reading, 2, outputs).map((bias) => bias * beta),
  };
}

function matMulSums(reading: Reading): Sums {
  const { graph, step, view } = reading;
  const [vector, matrix] = step.operator.inputs.map((name) => graph.types.get(name)!.shape);
  if (reading.constants.get(step.operator.inputs[1]) === undefined || matrix.length !== 2) {
    throw step.error(`multiplies [${vector}] with [${matrix}], allowed: a vector with a constant matrix`);
  }
  if (elements(view.shape) !== matrix[0]) throw step.error(`reads [${vector}], allowed: one vector`);
  return vectorSums(reading, matrix[1], (row, column) => column * matrix[1] + row);
}

/** @param placeOf where the weight of an output and of a number in the order of the graph is */
function vectorSums(reading: Reading, outputs: number, placeOf: (row: number, column: number) => number): Sums {
  const { constants, step, codes, view } = reading;
  if (view.padding !== undefined) throw step.error('reads padding, allowed: a convolution behind a Pad');
  const columns = elements(codes.shape);
  const inGraph = new Int32Array(columns);
  view.places.forEach((networkPlace, place) => {
    inGraph[networkPlace] = place;
  });
  const size = { rows: outputs, columns };
  const { weights, scales } = integerWeights(step, constants, step.operator.inputs[1], size, (row, column) =>
    placeOf(row, inGraph[column]),
  );
  return {
    kind: 'sums',
    step,
    reads: codes,
    layer: { op: 'fullyConnected', outputFeatures: outputs },
    weights,
    mh: outputs,
    mw: columns,
    scales: scales.map((scale) => scale * codes.unit),
    biases: new Float64Array(outputs),
    shape: [outputs],
  };
}

/** The map that an operator reads, as it is in the network. */
function mapOf({ view, codes, step }: Reading): Shape {
  const { top, left, bottom, right } = view.padding ?? NO_PADDING;
  const [batch, channels, height, width] = view.shape;
  const shape = [batch, channels, height - top - bottom, width - left - right];
  if (view.shape.length === 4 && isMap({ shape, places: view.places }, codes.shape)) return codes.shape;
  throw step.error(`reads [${view.shape}], which is no map of the network, allowed: batch, channels, height, width`);
}

/** Around a map lie codes 0: that they are zeros needs a type that has 0. */
function requireZero({ codes, step }: Reading, padding: Padding): void {
  if (codes.type.encoding !== 'bipolar' || Object.values(padding).every((side) => side === 0)) return;
  throw step.error('pads bipolar numbers with zeros, which they do not have, allowed: no padding');
}

function biasesOf({ constants, step }: Reading, index: number, outputs: number): Float64Array {
  const name = step.operator.inputs[index] ?? '';
  if (name === '') return new Float64Array(outputs);
  const bias: Tensor | undefined = constants.get(name);
  const isRow =
    bias !== undefined &&
    [1, outputs].includes(bias.data.length) &&
    bias.shape.slice(0, -1).every((size) => size === 1);
  if (bias === undefined || !isRow) throw step.error(`the bias is no constant of ${outputs} numbers`);
  return Float64Array.from({ length: outputs }, (_, row) => bias.data[bias.data.length === 1 ? 0 : row]);
}

function sum(padding: Padding, { top, left, bottom, right }: Padding = NO_PADDING): Padding {
  return {
    top: padding.top + top,
    left: padding.left + left,
    bottom: padding.bottom + bottom,
    right: padding.right + right,
  };
}

/** As the network file has it. */
export function paddingField(padding: Padding): { readonly padding?: Padding } {
  return Object.values(padding).every((side) => side === 0) ? {} : { padding };
}
