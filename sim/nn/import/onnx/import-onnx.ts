import { type DataType, encodeValue } from '../../data-type.js';
import type { LayerParameters } from '../../network.js';
import { networkText } from '../../network-text.js';
import { createPackedMatrix, setCode } from '../../packed-matrix.js';
import { writeQcw } from '../../parameters/qcw.js';
import { SCORE_BITS } from '../../schema-parts.js';
import { withParameters } from '../../with-parameters.js';
import { type ImportedNetwork, type ImportOptions, parseImported } from '../imported-network.js';
import { planGraph } from './graph.js';
import { readModel } from './model.js';
import type { MatrixDraft } from './streamline/layer-draft.js';
import { type Streamlined, streamline } from './streamline/streamline.js';

export interface OnnxImportOptions extends ImportOptions {
  /** Real numbers that the pixels 0 and 255 stand for. Default: 0 and 1. */
  readonly pixelRange?: readonly [number, number];
}

const PIXEL_RANGE = [0, 1] as const;
const COLOURS = 3;

/**
 * Imports an ONNX or QONNX model (docs/import.md). Operators that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, or an operator is not supported
 */
export function importOnnx(bytes: Uint8Array, file: string, options: OnnxImportOptions): ImportedNetwork {
  const graph = planGraph(readModel(bytes, file));
  const streamlined = streamline(graph, options.pixelRange ?? PIXEL_RANGE);
  const { layers } = streamlined;
  const yaml = networkText(networkFile(options, streamlined));
  const parameters = layers.flatMap(({ parameters: ofLayer }) => (ofLayer === undefined ? [] : packed(ofLayer)));
  const network = withParameters(parseImported(yaml, file), parameters, file);
  return { yaml, extension: 'qcw', parameters: writeQcw(parameters), network };
}

function networkFile({ name, centralCrop }: ImportOptions, streamlined: Streamlined): object {
  const { input, layers } = streamlined;
  const { shape, type, pixels } = input;
  const inColour = shape.length === 3 && shape[2] === COLOURS;
  return {
    schema: 'qcycle.network/1',
    name,
    description: 'Imported from an ONNX model',
    input: {
      shape,
      type,
      ...(pixels.rule === 'threshold' ? { threshold: pixels.threshold } : {}),
      ...(pixels.rule === 'range' ? { range: [pixels.from, pixels.to] } : {}),
      ...(inColour && centralCrop !== undefined ? { centralCrop } : {}),
    },
    ...outputField(streamlined),
    parameters: `${name}.qcw`,
    layers: layers.map(({ name: layerName, input: read, layer }) => ({ name: layerName, inputs: [read], ...layer })),
  };
}

/** How a vector becomes a class, where its codes can be compared. */
function outputField({ layers, reals }: Streamlined): object {
  const { layer, parameters } = layers[layers.length - 1];
  const { scores, activation, op } = layer as { op: string; scores?: DataType; activation?: DataType };
  const type = scores ?? activation;
  if (op !== 'fullyConnected' || parameters === undefined || type === undefined) return {};
  if (type.encoding === 'bipolar' || (type.encoding === 'signed' && !SCORE_BITS.includes(type.bits))) return {};
  const rule = type.encoding === 'signed' ? 'largest' : 'largestUnsigned';
  const output = { rule: reals === undefined ? rule : 'largestReal', classes: parameters.mh, ...reals };
  return { output };
}

function packed({ mh, mw, weightType, weights, thresholds }: MatrixDraft): LayerParameters {
  const matrix = createPackedMatrix(mh, mw, weightType.bits);
  weights.forEach((weight, place) => {
    setCode(matrix, Math.floor(place / mw), place % mw, encodeValue(weightType, weight));
  });
  return { weights: matrix, thresholds };
}
