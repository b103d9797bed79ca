import type { IntegerMatrixLayer } from '../nn/integer-layers.js';
import { isIntegerMatrixLayer, isMatrixLayer, type Layer, type MatrixLayer } from '../nn/network.js';

/** Whether a layer, of codes or of integers, is one with a matrix, which has a folding. */
export function hasMatrix(layer: Layer): layer is MatrixLayer | IntegerMatrixLayer {
  return isMatrixLayer(layer) || isIntegerMatrixLayer(layer);
}
