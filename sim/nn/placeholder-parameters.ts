import { accumulatorRange } from './accumulator.js';
import { decodeValue, encodeValue, valueRange } from './data-type.js';
import { isMatrixLayer, type Layer, type LayerParameters, type MatrixLayer, type Network } from './network.js';
import { createPackedMatrix, setCode } from './packed-matrix.js';
import { thresholdsPerRow } from './thresholds.js';

/** Part of the range of the accumulators, to both sides of its middle, over which thresholds are spread. */
const SPREAD = 1 / 8;

/** Whole numbers below a limit, the same for the same seed (xorshift). */
export function pseudoRandom(seed: number): (limit: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
}

/** The network with pseudo-random parameters in every layer with a matrix that has none: for time and resources, not for classes. */
export function withPlaceholders(network: Network, seed = 1): Network {
  const random = pseudoRandom(seed);
  const layers = network.layers.map((layer): Layer => {
    if (!isMatrixLayer(layer) || layer.parameters !== undefined) return layer;
    return { ...layer, parameters: placeholderParameters(layer, random) };
  });
  return { ...network, layers };
}

/** Pseudo-random weights of a layer's type, and thresholds around the middle of its accumulators. */
export function placeholderParameters(layer: MatrixLayer, random: (limit: number) => number): LayerParameters {
  const { mw, mh, weightType, accumulatorShift } = layer;
  const { min, max } = accumulatorRange(layer);
  const least = valueRange(weightType).min;
  const weights = createPackedMatrix(mh, mw, weightType.bits);
  for (let row = 0; row < mh; row++) {
    for (let column = 0; column < mw; column++) {
      const value = Math.max(least, decodeValue(weightType, random(2 ** weightType.bits)));
      setCode(weights, row, column, encodeValue(weightType, value));
    }
  }
  const middle = (min + max) / 2;
  const threshold = () =>
    Math.round((middle + (max - min) * SPREAD * (random(2 ** 16) / 2 ** 15 - 1)) * 2 ** accumulatorShift);
  const rows = Array.from({ length: mh }, () =>
    Array.from({ length: thresholdsPerRow(layer) }, threshold).sort((one, other) => one - other),
  );
  return { weights, thresholds: Int32Array.from(rows.flat()) };
}
