import { networkText } from '../../network-text.js';
import { type ImportedNetwork, type ImportOptions, parseImported } from '../imported-network.js';
import { floatNetwork } from './floats/float-network.js';
import { planGraph } from './graph.js';
import { expandProducts } from './integers/expand.js';
import { integerNetwork } from './integers/integer-network.js';
import { type Model, readModel } from './model.js';
import type { NetworkDraft, PixelOptions } from './network-draft.js';
import { QUANTIZERS } from './streamline/element-steps.js';
import { thresholdNetwork } from './streamline/threshold-network.js';

export type OnnxImportOptions = ImportOptions & Partial<PixelOptions>;

/** Of pixels as most frameworks hand them to a network. */
const PIXEL_RANGE = [0, 1] as const;
const COLOURS = 3;
/** Operators of codes of 8 bits. */
const INTEGER_OPERATORS = [
  ...['ConvInteger', 'DequantizeLinear', 'MatMulInteger', 'QLinearConv', 'QLinearMatMul', 'QuantizeLinear'],
];

/**
 * Imports an ONNX or QONNX model (docs/import.md). Operators that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, or an operator is not supported
 */
export function importOnnx(bytes: Uint8Array, file: string, options: OnnxImportOptions): ImportedNetwork {
  const draft = convert(readModel(bytes, file), { pixelRange: options.pixelRange ?? PIXEL_RANGE });
  const { extension, parameters, attach } = draft;
  const yaml = networkText(networkFile(options, draft));
  return { yaml, extension, parameters, network: attach(parseImported(yaml, file), file) };
}

/** By what quantizes: QONNX's operators make thresholds, those of ONNX itself integers of 8 bits; else numbers are real. */
function convert(model: Model, options: PixelOptions): NetworkDraft {
  const graph = planGraph(model);
  const of = (types: readonly string[]) => graph.steps.filter(({ operator }) => types.includes(operator.type));
  if (of(QUANTIZERS).length > 0) return thresholdNetwork(graph, options);
  const hasCodes = of(INTEGER_OPERATORS).some(({ constant }) => !constant);
  return hasCodes ? integerNetwork(planGraph(expandProducts(model)), options) : floatNetwork(graph, options);
}

function networkFile({ name, centralCrop }: ImportOptions, { input, output, layers, extension }: NetworkDraft): object {
  const { shape } = input;
  const inColour = shape.length === 3 && shape[2] === COLOURS;
  return {
    schema: 'qcycle.network/1',
    name,
    description: 'Imported from an ONNX model',
    input: { ...input, ...(inColour && centralCrop !== undefined ? { centralCrop } : {}) },
    ...(output === undefined ? {} : { output }),
    parameters: `${name}.${extension}`,
    layers,
  };
}
