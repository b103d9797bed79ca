import { elements } from '../network.js';
import type { PadLayer } from '../tensor-layers.js';
import { type Numbers, zerosLike } from './zeros-like.js';

/** Reference of zeros around a feature map, for one image. */
export function pad<Kind extends Numbers>(
  { inputShape, outputShape, padding }: Pick<PadLayer, 'inputShape' | 'outputShape' | 'padding'>,
  input: Kind,
): Kind {
  const [height, width, channels] = inputShape;
  const output = zerosLike(input, elements(outputShape));
  for (let y = 0; y < height; y++) {
    const row = input.subarray(y * width * channels, (y + 1) * width * channels);
    output.set(row, ((y + padding.top) * outputShape[1] + padding.left) * channels);
  }
  return output;
}
