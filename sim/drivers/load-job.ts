import { type Overlay, publishedOverlay, unfoldedOverlay } from '../fabric/index.js';
import { isMatrixLayer, type Network } from '../nn/network.js';
import { loadBnnPynq } from '../nn/parameters/load-parameters.js';
import { withParameters } from '../nn/with-parameters.js';

/** The published overlay of a network or, where there is none, one lane in every layer. */
export function usualOverlay(network: Network): Overlay {
  return publishedOverlay(network) ?? unfoldedOverlay(network);
}

/**
 * A network with the original project's parameter files, which are laid out for the published folding.
 * @param path folder or .tar
 * @throws InputError where they are not there or do not fit
 */
export function withOriginalParameters(network: Network, path: string): Network {
  const { layers } = usualOverlay(network);
  const foldings = network.layers.filter(isMatrixLayer).map(({ name }) => layers.find((layer) => layer.name === name)!);
  return withParameters(network, loadBnnPynq(path, network, foldings).parameters, path);
}
