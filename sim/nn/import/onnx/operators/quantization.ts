import { clampTo } from '../../../output-range.js';
import { roundHalfToEven } from '../../../requantize.js';
import type { Node, Plan } from '../node.js';
import { INTEGER_RANGE, rounding, tensorOf } from '../tensor.js';
import { CODE_TYPES, checkZeroPoints, codeType, scalePlaces } from './scales.js';

/** Numbers over a scale, rounded half to even, plus the zero point, saturated. */
export function planQuantizeLinear(node: Node): Plan {
  const { shape } = node.typedInput(0, ['FLOAT', 'INT32']);
  node.typedInput(1, ['FLOAT']);
  node.ignore('saturate');
  node.requireInt('block_size', 0);
  node.requireInt('precision', 0);
  const type = codeType(node, 2);
  const placeOf = scalePlaces(node, 1, shape, node.int('axis', 1));
  checkZeroPoints(node, 2, 1);
  return {
    outputs: [{ type, shape }],
    run: ([input, scale, zeroPoint], precision) => {
      const round = rounding(precision);
      return [
        tensorOf({ type, shape }, precision, (place) => {
          const at = placeOf(place);
          const code = roundHalfToEven(round(input!.data[place] / scale!.data[at])) + (zeroPoint?.data[at] ?? 0);
          return clampTo(INTEGER_RANGE[type], code);
        }),
      ];
    },
  };
}

/** Codes less their zero point, times the scale. */
export function planDequantizeLinear(node: Node): Plan {
  const { shape } = node.typedInput(0, [...CODE_TYPES, 'INT32']);
  node.typedInput(1, ['FLOAT']);
  node.requireInt('block_size', 0);
  node.ignore('output_dtype');
  const placeOf = scalePlaces(node, 1, shape, node.int('axis', 1));
  checkZeroPoints(node, 2, 1);
  return {
    outputs: [{ type: 'FLOAT', shape }],
    run: ([codes, scale, zeroPoint], precision) => [
      tensorOf({ type: 'FLOAT', shape }, precision, (place) => {
        const at = placeOf(place);
        return (codes!.data[place] - (zeroPoint?.data[at] ?? 0)) * scale!.data[at];
      }),
    ],
  };
}
