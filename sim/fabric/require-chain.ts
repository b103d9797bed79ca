import { InputError } from '../core/input/input-error.js';
import type { Network } from '../nn/network.js';

/** @throws InputError where a layer does not read the one before it */
export function requireChain(network: Network): void {
  network.layers.forEach(({ name, inputs: [input] }, index) => {
    const expected = index === 0 ? 'input' : network.layers[index - 1].name;
    if (input !== expected) {
      throw new InputError(`${name} reads ${input}; a pipeline is a chain, so it can read ${expected}`);
    }
  });
}
