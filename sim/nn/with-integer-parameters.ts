import { InputError } from '../core/input/input-error.js';
import { INTEGER_WEIGHT, type IntegerMatrixLayer, type IntegerParameters } from './integer-layers.js';
import { isIntegerMatrixLayer, type Layer, type Network } from './network.js';

/**
 * The network with the parameters of its layers of integers.
 * @param parameters of each layer of integers that has weights, in order
 * @param file where the parameters come from, for messages
 * @throws InputError where their number or that of a layer's values differs from the network's
 */
export function withIntegerParameters(
  network: Network,
  parameters: readonly IntegerParameters[],
  file: string,
): Network {
  const integerLayers = network.layers.filter(isIntegerMatrixLayer);
  if (parameters.length !== integerLayers.length) {
    const expected = `expected ${integerLayers.length}, as the network ${network.name} has`;
    throw new InputError(`found parameters of ${parameters.length} layers, ${expected}`, { file });
  }
  const layers = network.layers.map((layer): Layer => {
    if (!isIntegerMatrixLayer(layer)) return layer;
    const ofLayer = parameters[integerLayers.indexOf(layer)];
    const problem = parameterProblem(layer, ofLayer);
    if (problem !== undefined) throw new InputError(`layer ${layer.name}: ${problem}`, { file });
    return { ...layer, parameters: ofLayer };
  });
  return { ...network, layers };
}

function parameterProblem(
  layer: IntegerMatrixLayer,
  { weights, bias, multipliers }: IntegerParameters,
): string | undefined {
  const { mh, mw, requantization, weightBits = INTEGER_WEIGHT.bits } = layer;
  if (weights.length !== mh * mw) return `found ${weights.length} weights, expected ${mh * mw} (${mh} x ${mw})`;
  const largest = 2 ** (weightBits - 1);
  const wide = weights.find((weight) => weight < -largest || weight >= largest);
  if (wide !== undefined)
    return `found the weight ${wide}, allowed: ${-largest} to ${largest - 1} (${weightBits} bits)`;
  if (bias.length !== mh) return `found ${bias.length} biases, expected ${mh}`;
  if (requantization.rule === 'scale' && !(multipliers instanceof Float32Array))
    return 'found no floating-point multipliers';
  if (requantization.rule !== 'scale' && multipliers instanceof Float32Array) return 'found floating-point multipliers';
  if (requantization.rule === 'powerOfTwo') {
    const wide = bias.find((value) => value < -128 || value > 127);
    if (wide !== undefined) return `found a bias of ${wide}, allowed: -128 to 127`;
  }
  const expected = ['shift', 'powerOfTwo'].includes(requantization.rule) ? 0 : mh;
  return multipliers.length === expected ? undefined : `found ${multipliers.length} multipliers, expected ${expected}`;
}
