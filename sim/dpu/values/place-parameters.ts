import type { IntegerMatrixLayer } from '../../nn/integer-layers.js';
import { isIntegerMatrixLayer, type Network } from '../../nn/network.js';
import { requireIntegerParameters } from '../../nn/require-parameters.js';
import type { ParameterBlock } from '../program.js';

/**
 * Writes the weights and biases of a network to where a program expects them (see `ParameterBlock`).
 * @throws InputError for a layer without weights
 */
export function placeParameters(
  network: Network,
  blocks: readonly ParameterBlock[],
  ddr: Int8Array,
  perEntry: number,
): void {
  for (const { layer: name, kind, address } of blocks) {
    const layer = network.layers.find((each) => each.name === name);
    if (layer === undefined || !isIntegerMatrixLayer(layer)) throw new Error(`no weights of ${name}`);
    const { weights, bias } = requireIntegerParameters(layer);
    if (kind === 'bias') ddr.set(bias, address);
    else if (kind === 'conv') ddr.set(weights, address);
    else placeDepthwise(layer, weights, ddr.subarray(address), perEntry);
  }
}

/** Tap after tap the weights of the channels of an entry, entry after entry. */
function placeDepthwise({ mh, mw }: IntegerMatrixLayer, weights: Int8Array, ddr: Int8Array, perEntry: number): void {
  for (let channel = 0; channel < mh; channel++) {
    const group = Math.floor(channel / perEntry) * mw;
    for (let tap = 0; tap < mw; tap++)
      ddr[(group + tap) * perEntry + (channel % perEntry)] = weights[channel * mw + tap];
  }
}
