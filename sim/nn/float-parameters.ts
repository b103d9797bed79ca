import { InputError } from '../core/input/input-error.js';
import type { FloatLayer, FloatParameterLayer, FloatParameters } from './float-layers.js';
import { isFloatParameterLayer, type Layer, type Network } from './network.js';
import { requireFloatParameters } from './require-parameters.js';

/** A tensor of a network's parameters. */
export interface ParameterTensor {
  readonly layer: string;
  /** Which of the layer's: the name of its field. */
  readonly tensor: 'weights' | 'bias' | 'mean' | 'variance';
  readonly numbers: Float32Array;
}

/**
 * All parameters of a network of real numbers: layer by layer, in the order of `readQcf`.
 * @throws InputError if a layer has none
 */
export function floatTensors({ layers }: Network): ParameterTensor[] {
  return layers.filter(isFloatParameterLayer).flatMap((layer) => {
    const parameters: Partial<Record<ParameterTensor['tensor'], Float32Array>> = requireFloatParameters(layer);
    return tensorSizes(layer).map(([tensor]) => ({ layer: layer.name, tensor, numbers: parameters[tensor]! }));
  });
}

/**
 * The network with the parameters of its layers of real numbers.
 * @param tensors in the order of `readQcf`
 * @param file where they come from, for messages
 * @throws InputError where their number, or that of a tensor's numbers, differs from the network's
 */
export function withFloatParameters(network: Network, tensors: readonly Float32Array[], file: string): Network {
  const expected = network.layers.filter(isFloatParameterLayer).flatMap(tensorSizes).length;
  if (tensors.length !== expected) {
    const asked = `expected ${expected}, as the network ${network.name} has`;
    throw new InputError(`found ${tensors.length} tensors, ${asked}`, { file });
  }
  let next = 0;
  return mapFloatParameters(network, (layer) => {
    const entries = tensorSizes(layer).map(([tensor, size]): [string, Float32Array] => {
      const numbers = tensors[next++];
      const problem = tensorProblem(layer, tensor, numbers, size);
      if (problem === undefined) return [tensor, numbers];
      throw new InputError(`layer ${layer.name}: ${problem}`, { file });
    });
    return Object.fromEntries(entries) as unknown as FloatParameters;
  });
}

/** The network with other parameters for each layer of real numbers that has some. */
export function mapFloatParameters(
  network: Network,
  parametersOf: (layer: FloatParameterLayer) => FloatParameters,
): Network {
  const layers = network.layers.map((layer): Layer => {
    if (!isFloatParameterLayer(layer)) return layer;
    return { ...layer, parameters: parametersOf(layer) } as FloatLayer;
  });
  return { ...network, layers };
}

function tensorProblem(
  layer: FloatParameterLayer,
  tensor: ParameterTensor['tensor'],
  numbers: Float32Array,
  size: number,
): string | undefined {
  if (numbers.length !== size) return `found ${numbers.length} numbers of ${tensor}, expected ${size}`;
  if (layer.op !== 'floatBatchNorm' || tensor !== 'variance') return undefined;
  const wrong = numbers.findIndex((variance) => variance + layer.epsilon <= 0);
  return wrong < 0 ? undefined : `channel ${wrong} has the variance ${numbers[wrong]}, allowed: positive with epsilon`;
}

/** The tensors that a layer has, and how many numbers each. */
function tensorSizes(layer: FloatParameterLayer): [ParameterTensor['tensor'], number][] {
  if (layer.op === 'floatBatchNorm') {
    const channels = layer.outputShape[layer.outputShape.length - 1];
    return (['weights', 'bias', 'mean', 'variance'] as const).map((tensor) => [tensor, channels]);
  }
  const { mw, mh, biased } = layer;
  return [['weights', mw * mh], ...(biased ? ([['bias', mh]] as [ParameterTensor['tensor'], number][]) : [])];
}
