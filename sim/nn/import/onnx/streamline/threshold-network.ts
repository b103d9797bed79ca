import { type DataType, encodeValue } from '../../../data-type.js';
import { elements, type LayerParameters, type NetworkInput } from '../../../network.js';
import { createPackedMatrix, setCode } from '../../../packed-matrix.js';
import { writeQcw } from '../../../parameters/qcw.js';
import { SCORE_BITS } from '../../../schema-parts.js';
import { withParameters } from '../../../with-parameters.js';
import type { NetworkDraft, PixelOptions } from '../../network-draft.js';
import type { Graph } from '../graph.js';
import { fitWords } from './fit-words.js';
import type { MatrixDraft } from './layer-draft.js';
import { type Streamlined, streamline } from './streamline.js';

/** A graph of quantized weights and activations as layers with thresholds. @throws InputError that names a node */
export function thresholdNetwork(graph: Graph, { pixelRange }: PixelOptions): NetworkDraft {
  const streamlined = streamline(graph, pixelRange);
  const { input, layers } = fitWords(streamlined);
  const parameters = layers.flatMap(({ parameters: ofLayer }) => (ofLayer === undefined ? [] : packed(ofLayer)));
  return {
    input: inputField(input),
    ...outputField(streamlined),
    layers: layers.map(({ name, input: read, layer }) => ({ name, inputs: [read], ...layer })),
    extension: 'qcw',
    parameters: writeQcw(parameters),
    attach: (network, file) => withParameters(network, parameters, file),
  };
}

function inputField({ shape, type, pixels, paddedFeatures }: NetworkInput): NetworkDraft['input'] {
  return {
    shape,
    type,
    ...(pixels.rule === 'threshold' ? { threshold: pixels.threshold } : {}),
    ...(pixels.rule === 'range' ? { range: [pixels.from, pixels.to] } : {}),
    ...(paddedFeatures === elements(shape) ? {} : { paddedFeatures }),
  };
}

/** How a vector becomes a class, where its codes can be compared. */
function outputField({ layers, reals }: Streamlined): Pick<NetworkDraft, 'output'> {
  const { layer, parameters } = layers[layers.length - 1];
  const { scores, activation, op } = layer as { op: string; scores?: DataType; activation?: DataType };
  const type = scores ?? activation;
  if (op !== 'fullyConnected' || parameters === undefined || type === undefined) return {};
  if (type.encoding === 'bipolar' || (type.encoding === 'signed' && !SCORE_BITS.includes(type.bits))) return {};
  const rule = type.encoding === 'signed' ? 'largest' : 'largestUnsigned';
  return { output: { rule: reals === undefined ? rule : 'largestReal', classes: parameters.mh, ...reals } };
}

function packed({ mh, mw, weightType, weights, thresholds }: MatrixDraft): LayerParameters {
  const matrix = createPackedMatrix(mh, mw, weightType.bits);
  weights.forEach((weight, place) => {
    setCode(matrix, Math.floor(place / mw), place % mw, encodeValue(weightType, weight));
  });
  return { weights: matrix, thresholds };
}
