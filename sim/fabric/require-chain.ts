import { InputError } from '../core/input/input-error.js';
import { type CodeLayer, isCodeLayer, type Network } from '../nn/network.js';

/**
 * The layers of a network that can be laid out as a pipeline.
 * @throws InputError where a layer does not read the one before it, or is one of integers
 */
export function requireChain(network: Network): CodeLayer[] {
  return network.layers.map((layer, index) => {
    const { name, op } = layer;
    const [input] = layer.inputs;
    const expected = index === 0 ? 'input' : network.layers[index - 1].name;
    if (input !== expected) {
      throw new InputError(`${name} reads ${input}; a pipeline is a chain, so it can read ${expected}`);
    }
    if (isCodeLayer(layer)) return layer;
    const allowed = 'allowed: convolution, fullyConnected, maxPool; layers of integers in library finn';
    throw new InputError(`layer ${name}: found ${op}, ${allowed}`);
  });
}
