import { outputRange } from '../output-range.js';
import { scaled } from '../requantize.js';
import type { MeanLayer } from '../tensor-layers.js';

/** Reference of the average of each channel for one image: the sum times a scale, as `requantization` has it. */
export function mean(layer: MeanLayer, input: Int32Array): Int32Array {
  const [height, width, channels] = layer.inputShape;
  const average = averageOfSum(layer);
  return Int32Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let pixel = 0; pixel < height * width; pixel++) sum += input[pixel * channels + channel];
    return average(sum);
  });
}

/** From the sum of a channel to its average in the output's type. */
export function averageOfSum(layer: MeanLayer): (sum: number) => number {
  const { inputShape, inputType, outputType } = layer;
  const [height, width] = inputShape;
  const scale = Math.fround(Math.fround(inputType.scale) / Math.fround(Math.fround(outputType.scale) * height * width));
  const range = outputRange(layer);
  return (sum) => scaled(sum, scale, range);
}
