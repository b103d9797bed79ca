import { type Matrix, rowInFile } from '../matrix.js';
import { isReal, type Node } from '../node.js';
import { boundedLayers } from './activation.js';
import type { ConvertedFloats } from './converted.js';
import { numbersOf } from './numbers.js';

/** A layer of real numbers with weights, and that of its activation. */
export function convertMatrix(node: Node, matrix: Matrix): ConvertedFloats {
  const bias = biasOf(node, matrix);
  const weights = weightsOf(node, matrix);
  const layer = { op: `float${matrix.kind}`, ...matrix.geometry, biased: bias !== undefined };
  return {
    layers: [
      { layer, tensors: bias === undefined ? [weights] : [weights, bias] },
      ...boundedLayers(node, matrix.activation),
    ],
    inputs: [node.input(0)],
  };
}

function weightsOf(node: Node, matrix: Matrix): Float32Array {
  const { rows, elements } = matrix;
  const tensor = node.input(1);
  if (isReal(node.input(0)) !== isReal(tensor)) {
    throw node.error(`the weights, tensor ${tensor.index}, are ${tensor.type}, but the input ${node.input(0).type}`);
  }
  const inFile = numbersOf(node, tensor, elements);
  const columns = elements / rows;
  const weights = new Float32Array(elements);
  for (let row = 0; row < rows; row++) {
    const { first, step } = rowInFile(matrix, row);
    for (let column = 0; column < columns; column++) weights[row * columns + column] = inFile[first + column * step];
  }
  return weights;
}

/** Integers of a bias are in units of the products, as the runtime adds them. */
function biasOf(node: Node, { rows }: Matrix): Float32Array | undefined {
  const tensor = node.optionalInput(2);
  if (tensor === undefined) return undefined;
  if (tensor.type !== 'INT32') return numbersOf(node, tensor, rows);
  const { scale } = node.typeOf(node.input(0));
  const products = node.input(1).scales.map((ofWeights) => Math.fround(scale * ofWeights));
  return numbersOf(node, { ...tensor, scales: products, zeroPoints: [], quantizedAxis: 0 }, rows);
}
