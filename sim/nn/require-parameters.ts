import { InputError } from '../core/input/input-error.js';
import type { FloatParameterLayer } from './float-layers.js';
import type { IntegerMatrixLayer, IntegerParameters } from './integer-layers.js';
import type { LayerParameters, MatrixLayer } from './network.js';

/**
 * Weights and thresholds of a layer whose values are to be computed.
 * @throws InputError if it has none
 */
export function requireParameters(layer: MatrixLayer): LayerParameters {
  if (layer.parameters === undefined) throw withoutWeights(layer.name);
  return layer.parameters;
}

/** As `requireParameters`, for a layer of integers. */
export function requireIntegerParameters(layer: IntegerMatrixLayer): IntegerParameters {
  if (layer.parameters === undefined) throw withoutWeights(layer.name);
  return layer.parameters;
}

/** As `requireParameters`, for a layer of real numbers. */
export function requireFloatParameters<Kind extends FloatParameterLayer>(layer: Kind): NonNullable<Kind['parameters']> {
  if (layer.parameters === undefined) throw withoutWeights(layer.name);
  return layer.parameters;
}

function withoutWeights(name: string): InputError {
  return new InputError(`layer ${name} has no weights`);
}
