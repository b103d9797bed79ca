import { clampTo, type Range } from '../../../output-range.js';
import { roundHalfToEven } from '../../../requantize.js';
import type { Node, Plan } from '../node.js';
import { rounding, type Tensor, tensorOf } from '../tensor.js';
import { broadcastPlaces, broadcastShape } from './broadcast.js';
import { ROUNDING } from './round.js';

/** Integers of a number of bits, as QONNX has them; fractions of bits give ranges between. */
function rangeOf(signed: boolean, narrow: boolean, bits: number): Range {
  const less = narrow ? 1 : 0;
  return signed ? { min: -(2 ** (bits - 1)) + less, max: 2 ** (bits - 1) - 1 } : { min: 0, max: 2 ** bits - 1 - less };
}

function modeOf(node: Node, absent: string): (value: number) => number {
  const names = Object.keys(ROUNDING);
  return ROUNDING[
    node.choice('rounding_mode', [...names, ...names.map((name) => name.toLowerCase())], absent).toUpperCase()
  ];
}

/** Checks that an input can be repeated to the shape of the first. */
function repeated(node: Node, index: number): (place: number) => number {
  const [{ shape }, operand] = [node.input(0), node.typedInput(index, ['FLOAT'])];
  if (broadcastShape(node, operand.shape, shape).join() !== shape.join()) {
    throw node.shapeError(index, `what can be repeated to [${shape}]`);
  }
  return broadcastPlaces(operand.shape, shape);
}

/**
 * x / scale + zero point, clamped, rounded, and back. Bipolar where there is one signed bit.
 * Each step is rounded to the precision.
 */
export function planQuant(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  const [scales, zeroPoints, bits] = [1, 2, 3].map((index) => repeated(node, index));
  const [signed, narrow] = [node.int('signed', 1) === 1, node.int('narrow', 0) === 1];
  const mode = modeOf(node, 'ROUND');
  return {
    outputs: [{ type, shape }],
    run: ([input, scale, zeroPoint, width], precision) => {
      const round = rounding(precision);
      return [
        tensorOf({ type, shape }, precision, (place) => {
          const [ofScale, zero] = [scale!.data[scales(place)], zeroPoint!.data[zeroPoints(place)]];
          const code = round(round(input!.data[place] / ofScale) + zero);
          const ofBits = width!.data[bits(place)];
          const bipolar = signed && ofBits === 1;
          const integer = bipolar ? (code >= 0 ? 1 : -1) : mode(clampTo(rangeOf(signed, narrow, ofBits), code));
          return round(integer - zero) * ofScale;
        }),
      ];
    },
  };
}

/** The scale where x >= 0, else its negative. */
export function planBipolarQuant(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  const scales = repeated(node, 1);
  return {
    outputs: [{ type, shape }],
    run: ([input, scale], precision) => [
      tensorOf({ type, shape }, precision, (place) => {
        const ofScale = scale!.data[scales(place)];
        return input!.data[place] >= 0 ? ofScale : -ofScale;
      }),
    ],
  };
}

/** Inputs of the second version of Trunc, which has a scale of the output. */
const TRUNC_2_INPUTS = 6;

/** The low bits of integers are cut off: x / scale + zero point, rounded half to even, over a power of two, rounded, and back. */
export function planTrunc(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  const mode = modeOf(node, 'FLOOR');
  const second = node.inputCount === TRUNC_2_INPUTS;
  const places = Array.from({ length: node.inputCount - 1 }, (_, index) => repeated(node, index + 1));
  if (!second && node.inputCount !== TRUNC_2_INPUTS - 1)
    throw node.error(`found ${node.inputCount} inputs, allowed: 5, 6`);
  const [signed, narrow] = second ? [node.int('signed', 1) === 1, node.int('narrow', 0) === 1] : [true, false];
  return {
    outputs: [{ type, shape }],
    run: ([input, ...others], precision) => {
      const round = rounding(precision);
      return [
        tensorOf({ type, shape }, precision, (place) => {
          const values = others.map((tensor, index) => tensor!.data[places[index](place)]);
          const [scale, zero] = values;
          const integer = roundHalfToEven(round(round(input!.data[place] / scale) + zero));
          if (!second) {
            const [, , inputBits, outputBits] = values;
            return round(mode(round(integer / 2 ** (inputBits - outputBits))) - zero) * scale;
          }
          const [, , , outputScale, outputBits] = values;
          const divisor = 2 ** roundHalfToEven(Math.log2(outputScale / scale));
          const kept = mode(clampTo(rangeOf(signed, narrow, outputBits), round(integer / divisor)));
          return round(kept - round(zero / divisor)) * outputScale;
        }),
      ];
    },
  };
}

/** The number of thresholds that a number has reached, one row of them for each channel or one for all; times a scale, plus a bias. */
export function planMultiThreshold(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  const thresholds = node.typedInput(1, ['FLOAT']);
  const [scale, bias] = [node.float('out_scale', 1), node.float('out_bias', 0)];
  node.ignore('out_dtype');
  const layout = node.choice('data_layout', ['NCHW', 'NC', 'NHWC', 'NCW', 'NWC'], 'NCHW');
  const last = layout === 'NHWC' || layout === 'NWC';
  const axis = last ? shape.length - 1 : 1;
  const [rows, count] = thresholds.shape;
  if (thresholds.shape.length !== 2 || (rows !== 1 && rows !== shape[axis])) {
    throw node.shapeError(1, `[1,n] or [${shape[axis]},n], for each channel along axis ${axis}`);
  }
  const size = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  return {
    outputs: [{ type, shape }],
    run: ([input, steps], precision) => {
      const round = rounding(precision);
      return [
        tensorOf({ type, shape }, precision, (place) => {
          const row = rows === 1 ? 0 : Math.floor(place / size) % rows;
          return round(reached(steps!, row * count, count, input!.data[place]) * scale) + bias;
        }),
      ];
    },
  };
}

function reached({ data }: Tensor, first: number, count: number, value: number): number {
  let steps = 0;
  for (let index = first; index < first + count; index++) if (value >= data[index]) steps++;
  return steps;
}
