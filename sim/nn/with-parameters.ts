import { InputError } from '../core/input/input-error.js';
import { decodeValue, thresholdCount, valueRange } from './data-type.js';
import type { Layer, LayerParameters, Network } from './network.js';
import { getCode } from './packed-matrix.js';

/**
 * The network with its parameters.
 * @param parameters of each layer, in order
 * @param file where the parameters come from, for messages
 * @throws InputError where a shape or a type differs from the network's, a weight is outside its type, or the thresholds of
 *   a row do not ascend
 */
export function withParameters(network: Network, parameters: readonly LayerParameters[], file: string): Network {
  if (parameters.length !== network.layers.length) {
    const expected = `expected ${network.layers.length}, as the network ${network.name} has`;
    throw new InputError(`found parameters of ${parameters.length} layers, ${expected}`, { file });
  }
  const layers = network.layers.map((layer, index): Layer => {
    const problem = parameterProblem(layer, parameters[index]);
    if (problem !== undefined) throw new InputError(`layer ${layer.name}: ${problem}`, { file });
    return { ...layer, parameters: parameters[index] };
  });
  return { ...network, layers };
}

function parameterProblem(layer: Layer, { weights, thresholds }: LayerParameters): string | undefined {
  const { rows, columns, bits } = weights;
  const { outputFeatures, inputFeatures, weightType, outputType } = layer;
  if (rows !== outputFeatures || columns !== inputFeatures || bits !== weightType.bits) {
    const expected = `expected ${outputFeatures} x ${inputFeatures} of ${weightType.bits}`;
    return `found weights of ${rows} x ${columns} of ${bits} bits, ${expected}`;
  }
  const perRow = thresholdCount(outputType);
  if (thresholds.length !== rows * perRow) {
    return `found ${thresholds.length} thresholds, expected ${rows * perRow} (${perRow} for each of ${rows} rows)`;
  }
  return weightProblem(layer, { weights, thresholds }) ?? thresholdProblem(thresholds, perRow);
}

/** Only a narrow type leaves out a code. */
function weightProblem({ weightType }: Layer, { weights }: LayerParameters): string | undefined {
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
