import { elements } from '../../../network.js';
import type { Node, Plan } from '../node.js';
import { createValues, tensorOf } from '../tensor.js';
import { checkChannels } from './convolution.js';

const EPSILON = 1e-5;
/** From this version on softmax is along one axis; before it was over all from there on. */
const SOFTMAX_OF_AN_AXIS = 13;

/** (x - mean) / sqrt(variance + epsilon) * scale + bias, with numbers for each channel, at inference. */
export function planBatchNormalization(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  node.ignore('momentum');
  node.requireInt('training_mode', 0);
  node.requireInt('spatial', 1);
  if (shape.length < 2) throw node.shapeError(0, 'batch, channels and more axes');
  for (let index = 1; index <= 4; index++) {
    node.input(index);
    checkChannels(node, index, shape[1]);
  }
  const epsilon = Math.fround(node.float('epsilon', Math.fround(EPSILON)));
  const size = elements(shape.slice(2));
  return {
    outputs: [{ type, shape }],
    run: ([input, scale, bias, mean, variance], precision) => [
      tensorOf({ type, shape }, precision, (place) => {
        const channel = Math.floor(place / size) % shape[1];
        const centred = input!.data[place] - mean!.data[channel];
        const deviation = Math.sqrt(variance!.data[channel] + epsilon);
        return (centred / deviation) * scale!.data[channel] + bias!.data[channel];
      }),
    ],
  };
}

/** exp(x) over the sum of those along an axis. */
export function planSoftmax(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  const alongOne = node.version >= SOFTMAX_OF_AN_AXIS;
  const axis = node.axis(node.int('axis', alongOne ? -1 : 1), shape.length);
  const length = alongOne ? shape[axis] : elements(shape.slice(axis));
  const step = alongOne ? elements(shape.slice(axis + 1)) : 1;
  return {
    outputs: [{ type, shape }],
    run: ([input], precision) => {
      const data = createValues({ type, shape }, precision);
      for (let first = 0; first < data.length; first++) {
        if (Math.floor(first / step) % length !== 0) continue;
        const places = Array.from({ length }, (_, index) => first + index * step);
        const largest = places.reduce((most, place) => Math.max(most, input!.data[place]), Number.NEGATIVE_INFINITY);
        const powers = places.map((place) => Math.exp(input!.data[place] - largest));
        const sum = powers.reduce((total, power) => total + power, 0);
        places.forEach((place, index) => {
          data[place] = powers[index] / sum;
        });
      }
      return [{ type, shape, data }];
    },
  };
}
