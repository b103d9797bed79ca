import { clampTo } from '../../../output-range.js';
import { roundHalfToEven } from '../../../requantize.js';
import type { Node, Plan } from '../node.js';
import { createValues, INTEGER_RANGE, type Tensor } from '../tensor.js';
import { checkChannels, convolve, planWindowsAndGroups } from './convolution.js';
import { multiply, planProduct } from './matrix.js';
import { BYTE_TYPES, checkZeroPoints, lessZeroPoints, scalePlaces } from './scales.js';

/** Sums of products of codes less their zero points, in 32 bits. */
export function planConvInteger(node: Node): Plan {
  const [maps, weights] = [node.typedInput(0, BYTE_TYPES), node.typedInput(1, BYTE_TYPES)];
  const planned = planWindowsAndGroups(node, maps, weights);
  const zeroPoint = zeroPointPlaces(node, 2, maps.shape, 0);
  const ofWeights = zeroPointPlaces(node, 3, weights.shape, 0);
  const output = { type: 'INT32', shape: planned.shape } as const;
  return {
    outputs: [output],
    run: ([input, kernel, zero, weightZero], precision) => {
      const data = createValues(output, precision);
      const values = centred(input!, zero, zeroPoint);
      convolve(planned, values, lessZeroPoints(kernel!, weightZero, ofWeights), (sum, _, place) => {
        data[place] = sum;
      });
      return [{ ...output, data }];
    },
  };
}

/** The same, with bias, times a scale in 32-bit floating point, rounded half to even. */
export function planQLinearConv(node: Node): Plan {
  const [maps, weights] = [node.typedInput(0, BYTE_TYPES), node.typedInput(3, BYTE_TYPES)];
  const planned = planWindowsAndGroups(node, maps, weights);
  const zeroPoint = zeroPointPlaces(node, 2, maps.shape, 0);
  const ofWeights = zeroPointPlaces(node, 5, weights.shape, 0);
  const scaleOf = scalePlaces(node, 4, weights.shape, 0);
  checkZeroPoints(node, 5, 4);
  const { type } = node.typedInput(7, BYTE_TYPES);
  if (node.optionalInput(8) !== undefined) node.typedInput(8, ['INT32']);
  checkChannels(node, 8, planned.outputChannels);
  const output = { type, shape: planned.shape };
  const ofChannel = weights.shape.slice(1).reduce((product, size) => product * size, 1);
  return {
    outputs: [output],
    run: ([input, scale, zero, kernel, weightScale, weightZero, outputScale, outputZero, bias], precision) => {
      const data = createValues(output, precision);
      const finish = requantized(type, outputZero!);
      const values = centred(input!, zero, zeroPoint);
      convolve(planned, values, lessZeroPoints(kernel!, weightZero, ofWeights), (sum, channel, place) => {
        const factor = factorOf(scale!, weightScale!.data[scaleOf(channel * ofChannel)], outputScale!);
        data[place] = finish(sum + (bias?.data[channel] ?? 0), factor);
      });
      return [{ ...output, data }];
    },
  };
}

export function planMatMulInteger(node: Node): Plan {
  const [a, b] = [node.typedInput(0, BYTE_TYPES), node.typedInput(1, BYTE_TYPES)];
  const planned = planProduct(node, a, b);
  const ofA = zeroPointPlaces(node, 2, a.shape, -2);
  const ofB = zeroPointPlaces(node, 3, b.shape, -1);
  const output = { type: 'INT32', shape: planned.shape } as const;
  return {
    outputs: [output],
    run: ([left, right, zeroA, zeroB], precision) => {
      const data = createValues(output, precision);
      multiply(planned, centred(left!, zeroA, ofA), centred(right!, zeroB, ofB), (sum, _row, _column, place) => {
        data[place] = sum;
      });
      return [{ ...output, data }];
    },
  };
}

export function planQLinearMatMul(node: Node): Plan {
  const [a, b] = [node.typedInput(0, BYTE_TYPES), node.typedInput(3, BYTE_TYPES)];
  const planned = planProduct(node, a, b);
  const ofA = zeroPointPlaces(node, 2, a.shape, -2);
  const ofB = zeroPointPlaces(node, 5, b.shape, -1);
  for (const index of [1, 6]) {
    if (node.input(index).shape.join() !== '' && node.input(index).shape.join() !== '1') {
      throw node.shapeError(index, 'one scale');
    }
  }
  const scaleOf = scalePlaces(node, 4, [planned.columns], 0);
  const { type } = node.typedInput(7, BYTE_TYPES);
  const output = { type, shape: planned.shape };
  return {
    outputs: [output],
    run: ([left, scale, zeroA, right, scaleB, zeroB, outputScale, outputZero], precision) => {
      const data = createValues(output, precision);
      const finish = requantized(type, outputZero!);
      const [codesA, codesB] = [centred(left!, zeroA, ofA), centred(right!, zeroB, ofB)];
      multiply(planned, codesA, codesB, (sum, _row, column, place) => {
        data[place] = finish(sum, factorOf(scale!, scaleB!.data[scaleOf(column)], outputScale!));
      });
      return [{ ...output, data }];
    },
  };
}

/** Where the zero point of each number lies; all have the same where there is one alone, or none. */
function zeroPointPlaces(node: Node, index: number, shape: readonly number[], axis: number): (place: number) => number {
  return node.optionalInput(index) === undefined ? () => 0 : scalePlaces(node, index, shape, axis);
}

function centred(codes: Tensor, zeroPoints: Tensor | undefined, placeOf: (place: number) => number): Tensor {
  return { type: 'INT32', shape: codes.shape, data: lessZeroPoints(codes, zeroPoints, placeOf) };
}

/** Scale of the input times that of the weights over that of the output, in 32-bit floating point. */
function factorOf(input: Tensor, weight: number, output: Tensor): number {
  return Math.fround(Math.fround(input.data[0] * weight) / output.data[0]);
}

function requantized(type: (typeof BYTE_TYPES)[number], zeroPoint: Tensor): (sum: number, factor: number) => number {
  const [zero] = zeroPoint.data;
  const range = INTEGER_RANGE[type];
  return (sum, factor) => clampTo(range, roundHalfToEven(Math.fround(Math.fround(sum | 0) * factor)) + zero);
}
