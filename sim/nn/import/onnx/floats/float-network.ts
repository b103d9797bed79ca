import { withFloatParameters } from '../../../float-parameters.js';
import { writeQcf } from '../../../parameters/qcf.js';
import type { NetworkDraft, PixelOptions } from '../../network-draft.js';
import type { Graph } from '../graph.js';
import { pictureView } from '../streamline/picture.js';
import { convertFloats } from './convert-floats.js';

const FLOAT_BITS = 32;

/** A graph of real numbers as layers of them. @throws InputError that names a node */
export function floatNetwork(graph: Graph, { pixelRange }: PixelOptions): NetworkDraft {
  const layers = convertFloats(graph);
  const tensors = layers.flatMap((layer) => layer.tensors);
  return {
    input: {
      shape: pictureView(graph).picture.shape,
      type: { bits: FLOAT_BITS, encoding: 'float' },
      range: pixelRange,
    },
    ...outputField(graph),
    layers: layers.map(({ name, inputs, layer }) => ({ name, inputs, ...layer })),
    extension: 'qcf',
    parameters: writeQcf(tensors, FLOAT_BITS),
    attach: (network, file) => withFloatParameters(network, tensors, file),
  };
}

/** A vector says classes by its largest number. */
function outputField({ outputs, types }: Graph): Pick<NetworkDraft, 'output'> {
  const { shape } = types.get(outputs[0])!;
  const classes = shape.reduce((product, size) => product * size, 1);
  return shape[shape.length - 1] === classes ? { output: { rule: 'largestReal', classes } } : {};
}
