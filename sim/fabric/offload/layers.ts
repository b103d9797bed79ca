import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../../nn/network.js';
import { requireChain } from '../require-chain.js';
import type { OffloadLayer } from './program.js';

/**
 * The layers of a network as the engine takes them: convolutions, each with the pool that follows it.
 * @throws InputError for another layer, for a pool that follows no convolution, and for a network that is no chain
 */
export function offloadLayers(network: Network): OffloadLayer[] {
  const layers = requireChain(network);
  return layers.flatMap((layer, index): OffloadLayer[] => {
    if (layer.op === 'fullyConnected')
      throw new InputError(`layer ${layer.name}: the offload engine has no ${layer.op}`);
    if (layer.op === 'maxPool') {
      if (layers[index - 1]?.op === 'convolution') return [];
      throw new InputError(`layer ${layer.name}: the offload engine pools only behind a convolution`);
    }
    const next = layers[index + 1];
    return [{ convolution: layer, ...(next?.op === 'maxPool' ? { pool: next } : {}) }];
  });
}

/**
 * Layers between a split and its merge, which run for the first group, then for the next: neighbours with the same number
 * of groups. A layer without groups stands alone. (facts/qnn-mo-pynq.md section 2.1)
 */
export function splitSections(layers: readonly OffloadLayer[]): OffloadLayer[][] {
  const sections: OffloadLayer[][] = [];
  for (const layer of layers) {
    const { groups } = layer.convolution;
    const section = sections.at(-1);
    if (groups > 1 && section?.[0].convolution.groups === groups) section.push(layer);
    else sections.push([layer]);
  }
  return sections;
}
