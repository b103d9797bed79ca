import type { PackedMaxPoolLayer } from '../packed-network.js';
import { wordsOfTensor } from '../packed-tensor.js';

/**
 * The largest code of a vector's pixels, for each channel; the vectors give the pixels of the part of the output that begins
 * at `output[first]`.
 */
export function maxPool(layer: PackedMaxPoolLayer, vectors: Uint32Array, output: Uint32Array, first: number): void {
  const { pixels, pixelWords, format } = layer.output;
  const pitch = wordsOfTensor(layer.vector);
  const pool = format === 'ternary' ? poolTernary : poolUnsigned;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let word = 0; word < pixelWords; word++) {
      pool(layer, vectors, pixel * pitch + word, output, first + pixel * pixelWords + word);
    }
  }
}

/** The largest one is positive if one of them is, and negative if all are. */
function poolTernary(
  { vector, output: { planeWords } }: PackedMaxPoolLayer,
  vectors: Uint32Array,
  from: number,
  output: Uint32Array,
  to: number,
): void {
  let positive = 0;
  let negative = -1;
  for (let pixel = 0, low = from; pixel < vector.pixels; pixel++, low += vector.pixelWords) {
    const high = vectors[low + vector.planeWords];
    positive |= vectors[low] & ~high;
    negative &= high;
  }
  output[to] = positive | negative;
  output[to + planeWords] = negative;
}

/** A code is larger where it has a 1 in the highest plane in which the two differ. */
function poolUnsigned(
  { vector, output: { planes, planeWords } }: PackedMaxPoolLayer,
  vectors: Uint32Array,
  from: number,
  output: Uint32Array,
  to: number,
): void {
  for (let plane = 0; plane < planes; plane++) output[to + plane * planeWords] = 0;
  for (let pixel = 0, low = from; pixel < vector.pixels; pixel++, low += vector.pixelWords) {
    let larger = 0;
    let equal = -1;
    for (let plane = planes - 1; plane >= 0; plane--) {
      const differs = vectors[low + plane * vector.planeWords] ^ output[to + plane * planeWords];
      larger |= equal & differs & vectors[low + plane * vector.planeWords];
      equal &= ~differs;
    }
    for (let plane = 0; plane < planes; plane++) {
      const at = to + plane * planeWords;
      output[at] = (output[at] & ~larger) | (vectors[low + plane * vector.planeWords] & larger);
    }
  }
}
