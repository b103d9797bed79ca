import { elements } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { planWindowsAndGroups } from '../operators/convolution.js';
import { nodeOf, paddingField } from '../streamline/reading.js';
import type { View } from '../streamline/signal.js';
import type { Constants } from '../streamline/weights.js';
import type { UnnamedFloat } from './float-draft.js';

/** An operator with weights, and what it reads. */
export interface ProductReading {
  readonly graph: Graph;
  readonly constants: Constants;
  readonly step: Step;
  readonly view: View;
}

/** Convolution of a map. */
export function convolution({ graph, constants, step }: ProductReading): UnnamedFloat {
  const node = nodeOf(graph, step);
  const { windows, groups, ofGroup, outputChannels } = planWindowsAndGroups(node, node.input(0), node.input(1));
  const { kernel, stride, dilation, padding } = windows;
  const taps = elements(kernel);
  const weights = reordered(constantOf(constants, step, 1), outputChannels, taps * ofGroup, (row, column) => {
    return (row * ofGroup + (column % ofGroup)) * taps + Math.floor(column / ofGroup);
  });
  const bias = biasOf(constants, step, outputChannels, 1);
  return {
    layer: {
      ...{ op: 'floatConvolution', outputChannels: outputChannels, kernel, stride },
      ...(elements(dilation) === 1 ? {} : { dilation }),
      ...paddingField(padding),
      ...(groups === 1 ? {} : { groups }),
      biased: bias !== undefined,
    },
    tensors: bias === undefined ? [weights] : [weights, bias],
  };
}

/** alpha x W + beta C of a vector. */
export function gemm(reading: ProductReading): UnnamedFloat {
  const { graph, constants, step } = reading;
  const node = nodeOf(graph, step);
  const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)];
  const isTransposed = node.int('transB', 0) === 1;
  if (node.int('transA', 0) === 1 || node.input(0).shape[0] !== 1)
    throw step.error('reads no single row, allowed: one vector');
  const [first, second] = node.input(1).shape;
  const outputs = isTransposed ? first : second;
  const placeOf = (row: number, column: number) => (isTransposed ? row * second + column : column * second + row);
  return fullyConnected(reading, outputs, placeOf, { alpha, bias: biasOf(constants, step, outputs, beta) });
}

/** A vector times a constant matrix. */
export function matMul(reading: ProductReading): UnnamedFloat {
  const { graph, step, view } = reading;
  const [vector, matrix] = step.operator.inputs.map((name) => graph.types.get(name)!.shape);
  if (matrix.length !== 2 || elements(view.shape) !== matrix[0]) {
    throw step.error(`multiplies [${vector}] with [${matrix}], allowed: one vector with a constant matrix`);
  }
  return fullyConnected(reading, matrix[1], (row, column) => column * matrix[1] + row, { alpha: 1, bias: undefined });
}

/** Columns of the matrix are in the order of the network, not of the graph. */
function fullyConnected(
  { constants, step, view }: ProductReading,
  outputs: number,
  placeOf: (row: number, column: number) => number,
  { alpha, bias }: { readonly alpha: number; readonly bias: Float32Array | undefined },
): UnnamedFloat {
  const inGraph = new Int32Array(view.places.length);
  view.places.forEach((networkPlace, place) => {
    inGraph[networkPlace] = place;
  });
  const plain = reordered(constantOf(constants, step, 1), outputs, inGraph.length, (row, column) =>
    placeOf(row, inGraph[column]),
  );
  const weights = alpha === 1 ? plain : plain.map((weight) => weight * alpha);
  return {
    layer: { op: 'floatFullyConnected', outputFeatures: outputs, biased: bias !== undefined },
    tensors: bias === undefined ? [weights] : [weights, bias],
  };
}

function constantOf(constants: Constants, step: Step, index: number): ArrayLike<number> {
  const tensor = constants.get(step.operator.inputs[index]);
  if (tensor === undefined) throw step.error(`input ${index} is computed, allowed: constant weights`);
  return tensor.data;
}

function biasOf(constants: Constants, step: Step, outputs: number, factor: number): Float32Array | undefined {
  const name = step.operator.inputs[2] ?? '';
  if (name === '') return undefined;
  const bias = constants.get(name);
  if (bias === undefined || (bias.data.length !== 1 && bias.data.length !== outputs)) {
    throw step.error(`the bias is no constant of ${outputs} numbers`);
  }
  return Float32Array.from({ length: outputs }, (_, row) => bias.data[bias.data.length === 1 ? 0 : row] * factor);
}

function reordered(
  data: ArrayLike<number>,
  rows: number,
  columns: number,
  placeOf: (row: number, column: number) => number,
): Float32Array {
  const weights = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) weights[row * columns + column] = data[placeOf(row, column)];
  }
  return weights;
}
