import type { ConcatLayer } from '../tensor-layers.js';
import { type Numbers, zerosLike } from './zeros-like.js';

/** Reference of tensors one behind the other along an axis, for one image. */
export function concat<Kind extends Numbers>(
  { axis, inputShapes, outputShape }: Pick<ConcatLayer, 'axis' | 'inputShapes' | 'outputShape'>,
  inputs: readonly Kind[],
): Kind {
  const length = (shape: readonly number[]) => shape.slice(axis).reduce((product, size) => product * size, 1);
  const outputLength = length(outputShape);
  const blocks = outputShape.slice(0, axis).reduce((product, size) => product * size, 1);
  const output = zerosLike(inputs[0], blocks * outputLength);
  let offset = 0;
  inputs.forEach((input, index) => {
    const inputLength = length(inputShapes[index]);
    for (let block = 0; block < blocks; block++) {
      const piece = input.subarray(block * inputLength, (block + 1) * inputLength);
      output.set(piece, block * outputLength + offset);
    }
    offset += inputLength;
  });
  return output;
}
