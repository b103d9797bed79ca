import { InputError } from '../core/input/input-error.js';
import { decodeValue, valueRange } from './data-type.js';
import { isMatrixLayer, type Layer, type LayerParameters, type MatrixLayer, type Network } from './network.js';
import { getCode } from './packed-matrix.js';
import { thresholdsPerRow } from './thresholds.js';

/**
 * The network with its parameters.
 * @param parameters of each layer that has a matrix, in order
 * @param file where the parameters come from, for messages
 * @throws InputError where a shape or a type differs from the network's, a weight is outside its type, or the thresholds of
 *   a row do not ascend
 */
export function withParameters(network: Network, parameters: readonly LayerParameters[], file: string): Network {
  const matrixLayers = network.layers.filter(isMatrixLayer);
  if (parameters.length !== matrixLayers.length) {
    const expected = `expected ${matrixLayers.length}, as the network ${network.name} has`;
    throw new InputError(`found parameters of ${parameters.length} layers, ${expected}`, { file });
  }
  const layers = network.layers.map((layer): Layer => {
    if (!isMatrixLayer(layer)) return layer;
    const ofLayer = parameters[matrixLayers.indexOf(layer)];
    const problem = parameterProblem(layer, ofLayer);
    if (problem !== undefined) throw new InputError(`layer ${layer.name}: ${problem}`, { file });
    return { ...layer, parameters: ofLayer };
  });
  return { ...network, layers };
}

function parameterProblem(layer: MatrixLayer, { weights, thresholds }: LayerParameters): string | undefined {
  const { rows, columns, bits } = weights;
  const { mh, mw, weightType } = layer;
  if (rows !== mh || columns !== mw || bits !== weightType.bits) {
    const expected = `expected ${mh} x ${mw} of ${weightType.bits}`;
    return `found weights of ${rows} x ${columns} of ${bits} bits, ${expected}`;
  }
  const perRow = thresholdsPerRow(layer);
  if (thresholds.length !== rows * perRow) {
    return `found ${thresholds.length} thresholds, expected ${rows * perRow} (${perRow} for each of ${rows} rows)`;
  }
  return weightProblem(layer, { weights, thresholds }) ?? thresholdProblem(thresholds, perRow);
}

/** Only a narrow type leaves out a code. */
function weightProblem({ weightType }: MatrixLayer, { weights }: LayerParameters): string | undefined {
  if (!weightType.narrow) return undefined;
  const { min } = valueRange(weightType);
  for (let row = 0; row < weights.rows; row++) {
    for (let column = 0; column < weights.columns; column++) {
      const value = decodeValue(weightType, getCode(weights, row, column));
      if (value < min) return `row ${row}, column ${column}: found the weight ${value}, allowed: at least ${min}`;
    }
  }
  return undefined;
}

function thresholdProblem(thresholds: Int32Array, perRow: number): string | undefined {
  for (let index = 0; index < thresholds.length; index++) {
    if (index % perRow === 0 || thresholds[index - 1] <= thresholds[index]) continue;
    const row = Math.floor(index / perRow);
    return `row ${row}: the threshold ${thresholds[index]} follows ${thresholds[index - 1]}, but thresholds ascend`;
  }
  return undefined;
}

/** The network without its parameters and without where they lie. */
export function withoutParameters({ parameterFiles: _, ...network }: Network): Network {
  const layers = network.layers.map((layer) => {
    if (!('parameters' in layer)) return layer;
    const { parameters: _, ...rest } = layer;
    return rest as Layer;
  });
  return { ...network, layers };
}
