import { type ImportedNetwork, type ImportOptions, importedNetwork } from '../imported-network.js';
import { type NetworkDraft, type PixelOptions, USUAL_PIXEL_RANGE } from '../network-draft.js';
import { floatNetwork } from './floats/float-network.js';
import { planGraph } from './graph.js';
import { expandProducts } from './integers/expand.js';
import { integerNetwork } from './integers/integer-network.js';
import { type Model, readModel } from './model.js';
import { QUANTIZERS } from './streamline/element-steps.js';
import { thresholdNetwork } from './streamline/threshold-network.js';

/** Operators of codes of 8 bits. */
const INTEGER_OPERATORS = [
  ...['ConvInteger', 'DequantizeLinear', 'MatMulInteger', 'QLinearConv', 'QLinearMatMul', 'QuantizeLinear'],
];

/**
 * Imports an ONNX or QONNX model (docs/import.md). Operators that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, or an operator is not supported
 */
export function importOnnx(bytes: Uint8Array, file: string, options: ImportOptions): ImportedNetwork {
  const { pixelRange = USUAL_PIXEL_RANGE } = options;
  return importedNetwork(convert(readModel(bytes, file), { pixelRange }), options, 'an ONNX model', file);
}

/** By what quantizes: QONNX's operators make thresholds, those of ONNX itself integers of 8 bits; else numbers are real. */
function convert(model: Model, options: PixelOptions): NetworkDraft {
  const graph = planGraph(model);
  const of = (types: readonly string[]) => graph.steps.filter(({ operator }) => types.includes(operator.type));
  if (of(QUANTIZERS).length > 0) return thresholdNetwork(graph, options);
  const hasCodes = of(INTEGER_OPERATORS).some(({ constant }) => !constant);
  return hasCodes ? integerNetwork(planGraph(expandProducts(model)), options) : floatNetwork(graph, options);
}
