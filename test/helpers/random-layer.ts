import { decodeValue, encodeValue, valueRange } from '../../sim/nn/data-type.js';
import type { MatrixLayer } from '../../sim/nn/network.js';
import { createPackedMatrix, type PackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';
import { thresholdsPerRow } from '../../sim/nn/thresholds.js';

/** Random integers below a limit, the same for the same seed (xorshift). */
export type Random = (limit: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
}

export function randomPixels(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random(256));
}

/** The layer with random weights; thresholds lie where the accumulators are, or at the ends of 16 and of 24 bits. */
export function randomLayer<Kind extends MatrixLayer>(random: Random, layer: Kind): Kind {
  const { mw, mh, inputType, accumulate, accumulatorShift } = layer;
  const scale = 2 ** accumulatorShift;
  const middle = accumulate === 'matches' ? Math.floor(mw / 2) : 0;
  const spread = Math.ceil(2 * Math.sqrt(mw)) * Math.max(1, valueRange(inputType).max >> 1);
  const threshold = () =>
    random(10) === 0
      ? [-32768, 32767, -(2 ** 23), 2 ** 23 - 1][random(4)]
      : (middle - spread) * scale + random((2 * spread + 1) * scale);
  const perRow = thresholdsPerRow(layer);
  const rows = Array.from({ length: mh }, () => Array.from({ length: perRow }, threshold).sort((a, b) => a - b));
  return { ...layer, parameters: { weights: randomWeights(random, layer), thresholds: Int32Array.from(rows.flat()) } };
}

/** Codes of the weights' type, which do not leave it where it is narrow. */
function randomWeights(random: Random, { mw, mh, weightType }: MatrixLayer): PackedMatrix {
  const { min } = valueRange(weightType);
  const weights = createPackedMatrix(mh, mw, weightType.bits);
  for (let row = 0; row < mh; row++) {
    for (let column = 0; column < mw; column++) {
      const value = decodeValue(weightType, random(2 ** weightType.bits));
      setCode(weights, row, column, encodeValue(weightType, Math.max(value, min)));
    }
  }
  return weights;
}
