import { InputError } from '../core/input/input-error.js';
import type { LayerParameters, MatrixLayer } from './network.js';

/**
 * Weights and thresholds of a layer whose values are to be computed.
 * @throws InputError if it has none
 */
export function requireParameters(layer: MatrixLayer): LayerParameters {
  if (layer.parameters === undefined) throw new InputError(`layer ${layer.name} has no weights`);
  return layer.parameters;
}
