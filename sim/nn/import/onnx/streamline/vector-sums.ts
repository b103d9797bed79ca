import { elements } from '../../../network.js';
import { biasesOf, nodeOf, type Reading } from './reading.js';
import type { Sums } from './signal.js';
import { integerWeights } from './weights.js';

/** alpha x W + beta C of a vector. */
export function gemmSums(reading: Reading): Sums {
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

/** A vector times a constant matrix. */
export function matMulSums(reading: Reading): Sums {
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
