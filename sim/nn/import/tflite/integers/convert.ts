import { allowedNames } from '../../../../core/input/nearest.js';
import { readConvolution, readDepthwise, readFullyConnected } from '../matrix.js';
import type { Node } from '../node.js';
import { convertMatrix } from './convert-matrix.js';
import {
  convertActivation,
  convertAdd,
  convertAveragePool,
  convertConcatenation,
  convertMaxPool,
  convertMean,
  convertPad,
  convertQuantize,
  convertReshape,
  convertSoftmax,
} from './convert-tensor.js';
import type { Converted } from './converted.js';

const CONVERTERS: ReadonlyMap<string, (node: Node) => Converted> = new Map([
  ['ADD', convertAdd],
  ['AVERAGE_POOL_2D', convertAveragePool],
  ['CONCATENATION', convertConcatenation],
  ['CONV_2D', (node) => convertMatrix(node, readConvolution(node))],
  ['DEPTHWISE_CONV_2D', (node) => convertMatrix(node, readDepthwise(node))],
  ['EXPAND_DIMS', convertReshape],
  ['FULLY_CONNECTED', (node) => convertMatrix(node, readFullyConnected(node))],
  ['MAX_POOL_2D', convertMaxPool],
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

/** @throws InputError that names the node, where the operator is not known or cannot be a layer */
export function convert(node: Node): Converted {
  const converter = CONVERTERS.get(node.name);
  if (converter === undefined) throw node.error(`not supported, ${allowedNames(node.name, [...CONVERTERS.keys()])}`);
  return converter(node);
}
