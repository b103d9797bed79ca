import type { ConcatLayer } from '../tensor-layers.js';

/** Reference of tensors one behind the other along an axis, for one image. */
export function concat({ axis, inputShapes, outputShape }: ConcatLayer, inputs: readonly Int32Array[]): Int32Array {
  const length = (shape: readonly number[]) => shape.slice(axis).reduce((product, size) => product * size, 1);
  const outputLength = length(outputShape);
  const blocks = outputShape.slice(0, axis).reduce((product, size) => product * size, 1);
  const output = new Int32Array(blocks * outputLength);
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
