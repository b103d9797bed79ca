import type { IntegerMatrixLayer, PowerOfTwoRequantization } from '../integer-layers.js';
import { outputRange } from '../output-range.js';
import { doubledBias } from '../power-of-two.js';
import { shiftedBias } from '../requantize.js';
import { requireIntegerParameters } from '../require-parameters.js';
import type { PackedRequantization } from './integer-network.js';
import { sharedInt32 } from './integer-weights.js';

/**
 * How the sums of rows `first` to `first + rows - 1` become outputs.
 * @throws InputError if the layer has no weights
 */
export function packRequantization(layer: IntegerMatrixLayer, first: number, rows: number): PackedRequantization {
  const { bias, multipliers } = requireIntegerParameters(layer);
  const { requantization } = layer;
  const { min, max } = outputRange(layer);
  const numbers = (numberOf: (row: number) => number) => sharedInt32(rows, (row) => numberOf(first + row));
  const range = { min, max: Math.min(max, 2 ** 31 - 1) };
  switch (requantization.rule) {
    case 'scale':
      return {
        rule: 'scale',
        bias: numbers((row) => bias[row]),
        multipliers: numbers((row) => bitsOfFloat(multipliers[row])),
        shift: 0,
        ...range,
      };
    case 'powerOfTwo': {
      const { leaky, biasShift, shift } = requantization;
      return {
        rule: leaky ? 'leaky' : 'shift',
        bias: numbers((row) => (leaky ? doubledBias(bias[row], biasShift) : roundingBias(bias[row], requantization))),
        multipliers: numbers(() => 1),
        shift,
        ...range,
      };
    }
    default: {
      const { rule, biasShift, shift } = requantization;
      return {
        rule: 'shift',
        bias: numbers((row) => shiftedBias(bias[row], biasShift)),
        multipliers: numbers((row) => (rule === 'multiplyShift' ? multipliers[row] : 1)),
        shift,
        ...range,
      };
    }
  }
}

/**
 * What `requantizePowerOfTwo` adds to a sum before it shifts, in whole bits of the sum: half of what is cut off is at least one of
 * them, unless nothing is cut off and the bias's half bit is what is rounded up.
 */
function roundingBias(bias: number, { biasShift, shift }: PowerOfTwoRequantization): number {
  const doubled = doubledBias(bias, biasShift);
  return (doubled >> 1) + (shift === 0 ? doubled & 1 : 2 ** (shift - 1));
}

function bitsOfFloat(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}
