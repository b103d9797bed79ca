import { allowedNames } from '../../../../core/input/nearest.js';
import { readConvolution, readDepthwise, readFullyConnected } from '../matrix.js';
import { isReal, type Node } from '../node.js';
import { convertMatrix } from './convert-matrix.js';
import {
  convertActivation,
  convertAdd,
  convertConcatenation,
  convertMean,
  convertPad,
  convertPool,
  convertQuantize,
  convertReshape,
  convertSoftmax,
} from './convert-tensor.js';
import type { ConvertedFloats } from './converted.js';

const CONVERTERS: ReadonlyMap<string, (node: Node) => ConvertedFloats> = new Map([
  ['ADD', convertAdd],
  ['AVERAGE_POOL_2D', convertPool],
  ['CONCATENATION', convertConcatenation],
  ['CONV_2D', (node) => convertMatrix(node, readConvolution(node))],
  ['DEPTHWISE_CONV_2D', (node) => convertMatrix(node, readDepthwise(node))],
  ['DEQUANTIZE', convertQuantize],
  ['EXPAND_DIMS', convertReshape],
  ['FULLY_CONNECTED', (node) => convertMatrix(node, readFullyConnected(node))],
  ['MAX_POOL_2D', convertPool],
  ['MEAN', convertMean],
  ['PAD', convertPad],
  ['QUANTIZE', convertQuantize],
  ['RELU', convertActivation],
  ['RELU_N1_TO_1', convertActivation],
  ['RELU6', convertActivation],
  ['RESHAPE', convertReshape],
  ['SOFTMAX', convertSoftmax],
  ['SQUEEZE', convertReshape],
]);

/** Operators between codes and the numbers that they stand for. */
const BETWEEN: readonly string[] = ['DEQUANTIZE', 'QUANTIZE'];

/** @throws InputError that names the node, where the operator is not known or cannot be layers of real numbers */
export function convert(node: Node): ConvertedFloats {
  const converter = CONVERTERS.get(node.name);
  if (converter === undefined) throw node.error(`not supported, ${allowedNames(node.name, [...CONVERTERS.keys()])}`);
  node.requireNumbers(node.output);
  const converted = converter(node);
  const other = converted.inputs.find((tensor) => isReal(tensor) !== isReal(node.output));
  if (other === undefined || BETWEEN.includes(node.name)) return converted;
  throw node.error(`tensor ${other.index} is ${other.type}, and the output ${node.output.type}, allowed: one type`);
}
