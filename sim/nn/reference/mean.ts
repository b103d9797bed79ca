import { clampTo, outputRange } from '../output-range.js';
import { fixedPoint, multiplyFixedPoint } from '../requantize.js';
import type { MeanLayer } from '../tensor-layers.js';

/** Reference of the average of each channel for one image: the sum times a fixed-point number of 32 bits. */
export function mean(layer: MeanLayer, input: Int32Array): Int32Array {
  const { inputShape, inputType, outputType } = layer;
  const [height, width, channels] = inputShape;
  const ratio = fixedPoint(Math.fround(inputType.scale) / (height * width * Math.fround(outputType.scale)));
  const range = outputRange(layer);
  return Int32Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let pixel = 0; pixel < height * width; pixel++) sum += input[pixel * channels + channel];
    return clampTo(range, multiplyFixedPoint(sum, ratio));
  });
}
