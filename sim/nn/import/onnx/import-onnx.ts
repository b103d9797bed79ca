import { networkText } from '../../network-text.js';
import { type ImportedNetwork, type ImportOptions, parseImported } from '../imported-network.js';
import { type Graph, planGraph } from './graph.js';
import { readModel } from './model.js';
import type { NetworkDraft, PixelOptions } from './network-draft.js';
import { thresholdNetwork } from './streamline/threshold-network.js';

export type OnnxImportOptions = ImportOptions & Partial<PixelOptions>;

/** Of pixels as most frameworks hand them to a network. */
const PIXEL_RANGE = [0, 1] as const;
const COLOURS = 3;

/**
 * Imports an ONNX or QONNX model (docs/import.md). Operators that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, or an operator is not supported
 */
export function importOnnx(bytes: Uint8Array, file: string, options: OnnxImportOptions): ImportedNetwork {
  const draft = convert(planGraph(readModel(bytes, file)), { pixelRange: options.pixelRange ?? PIXEL_RANGE });
  const { extension, parameters, attach } = draft;
  const yaml = networkText(networkFile(options, draft));
  return { yaml, extension, parameters, network: attach(parseImported(yaml, file), file) };
}

function convert(graph: Graph, options: PixelOptions): NetworkDraft {
  return thresholdNetwork(graph, options);
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
