import { InputError } from '../../../core/input/input-error.js';
import { isIntegerMatrixLayer, isMatrixLayer, type Layer } from '../../../nn/network.js';
import type { FinnLibrary } from '../library.js';
import { layMatrix } from './matrix.js';
import { lanesOf, matrixUnitOf } from './matrix-unit.js';
import type { FinnOp, LayerChoice } from './op.js';
import { layCodePool, layPool } from './pool.js';

/**
 * The units of a layer, in a row; none of one that only reads its beats as another shape.
 * @throws InputError where the library has no unit for the layer, or lanes do not divide
 */
export function layOut(layer: Layer, choice: LayerChoice, library: FinnLibrary): FinnOp[] {
  switch (layer.op) {
    case 'fullyConnected':
    case 'convolution':
    case 'integerFullyConnected':
    case 'integerConvolution':
      return layMatrix(layer, choice, library);
    case 'maxPool':
      return layCodePool(layer, library);
    case 'averagePool':
    case 'integerMaxPool':
      return layPool(layer, choice.pe);
    default:
      throw new InputError(`layer ${layer.name}: library finn has no unit for ${layer.op}`);
  }
}

/** How many lanes a layer can have at most: a choice has divisors of these. */
export function mostLanes(layer: Layer): { readonly pe: number; readonly simd: number } {
  if (isMatrixLayer(layer) || isIntegerMatrixLayer(layer)) return lanesOf(matrixUnitOf(layer));
  if (layer.op === 'maxPool') return { pe: 1, simd: 1 };
  return { pe: layer.inputShape[layer.inputShape.length - 1], simd: 1 };
}
