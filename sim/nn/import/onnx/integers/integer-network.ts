import { elements, type NetworkInput } from '../../../network.js';
import { writeQci } from '../../../parameters/qci.js';
import { withIntegerParameters } from '../../../with-integer-parameters.js';
import type { NetworkDraft, PixelOptions } from '../../network-draft.js';
import type { Graph } from '../graph.js';
import { type ConvertedIntegers, convertIntegers } from './convert-integers.js';

/** A graph of codes between QuantizeLinear and DequantizeLinear as layers of integers. @throws InputError that names a node */
export function integerNetwork(graph: Graph, { pixelRange }: PixelOptions): NetworkDraft {
  const converted = convertIntegers(graph, pixelRange);
  const parameters = converted.layers.flatMap(({ parameters: ofLayer }) => ofLayer ?? []);
  return {
    input: inputField(converted.input),
    ...outputField(converted, graph),
    layers: converted.layers.map(({ name, inputs, layer }) => ({ name, inputs, ...layer })),
    extension: 'qci',
    parameters: writeQci(parameters),
    attach: (network, file) => withIntegerParameters(network, parameters, file),
  };
}

function inputField({ shape, type, pixels }: NetworkInput): NetworkDraft['input'] {
  return { shape, type, ...(pixels.rule === 'range' ? { range: [pixels.from, pixels.to] } : {}) };
}

/** A vector says classes by its largest code. */
function outputField({ layers, reals }: ConvertedIntegers, { outputs, types }: Graph): Pick<NetworkDraft, 'output'> {
  const { shape } = types.get(outputs[0])!;
  const classes = elements(shape);
  if (shape[shape.length - 1] !== classes) return {};
  if (reals !== undefined) return { output: { rule: 'largestReal', classes, ...reals } };
  const { activation } = layers[layers.length - 1].layer as { activation?: { encoding: string } };
  if (activation === undefined) return {};
  return { output: { rule: activation.encoding === 'signed' ? 'largest' : 'largestUnsigned', classes } };
}
