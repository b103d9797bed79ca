import type { IntegerMatrixLayer } from '../integer-layers.js';
import { outputRange } from '../output-range.js';
import { requantizePowerOfTwo } from '../power-of-two.js';
import { requantize, scaled, shiftedBias } from '../requantize.js';
import { requireIntegerParameters } from '../require-parameters.js';

/**
 * From a sum of products and its row to a value of the layer's output type.
 * @throws InputError if the layer has no weights
 */
export function requantization(layer: IntegerMatrixLayer): (sum: number, row: number) => number {
  const { bias, multipliers } = requireIntegerParameters(layer);
  const { requantization } = layer;
  const range = outputRange(layer);
  if (requantization.rule === 'scale') return (sum, row) => scaled((sum + bias[row]) | 0, multipliers[row], range);
  if (requantization.rule === 'powerOfTwo') {
    return (sum, row) => requantizePowerOfTwo(sum, bias[row], requantization, range);
  }
  const { rule, biasShift, shift } = requantization;
  return (sum, row) => {
    const multiplier = rule === 'multiplyShift' ? multipliers[row] : 1;
    return requantize((sum + shiftedBias(bias[row], biasShift)) | 0, multiplier, shift, range);
  };
}
