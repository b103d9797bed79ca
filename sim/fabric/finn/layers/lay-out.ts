import { InputError } from '../../../core/input/input-error.js';
import { encodeValue } from '../../../nn/data-type.js';
import type { Layer } from '../../../nn/network.js';
import type { PadLayer } from '../../../nn/tensor-layers.js';
import { hasMatrix } from '../../has-matrix.js';
import { greatestCommonDivisor } from '../../widths.js';
import type { FinnLibrary } from '../library.js';
import { layAdd, layConcat, layRescale, refuseOtherAxes } from './elementwise.js';
import { layMatrix } from './matrix.js';
import { lanesOf, matrixUnitOf } from './matrix-unit.js';
import { layMean } from './mean.js';
import type { FinnOp, LayerChoice } from './op.js';
import { layCodePool, layPool } from './pool.js';
import { paddingOp } from './window.js';

/**
 * The units of a layer, in a row, of which the first reads all that the layer does.
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
    case 'add':
      return layAdd(layer, choice.pe);
    case 'concat':
      return layConcat(layer, choice.pe);
    case 'mean':
      return layMean(layer, choice.pe, library);
    case 'pad':
      return layPad(layer, choice.pe);
    case 'rescale':
      return layRescale(layer, choice.pe, library);
    default:
      throw new InputError(`layer ${layer.name}: the fabric has no ${layer.op} (block library finn)`);
  }
}

/**
 * How many lanes a layer can have at most: a choice has divisors of these. A max pool of codes works on whole pixels.
 * @throws InputError as `layOut` does
 */
export function mostLanes(layer: Layer): { readonly pe: number; readonly simd: number } {
  if (hasMatrix(layer)) return lanesOf(matrixUnitOf(layer));
  if (layer.op === 'maxPool') return { pe: 1, simd: 1 };
  if (layer.op !== 'concat') return { pe: channelsOf(layer.inputShape), simd: 1 };
  refuseOtherAxes(layer);
  return { pe: layer.inputShapes.map(channelsOf).reduce((a, b) => greatestCommonDivisor(a, b)), simd: 1 };
}

function channelsOf(shape: readonly number[]): number {
  return shape[shape.length - 1];
}

function layPad(layer: PadLayer, lanes: number): FinnOp[] {
  const outsideCode = encodeValue(layer.inputType, 0);
  return [{ ...paddingOp({ ...layer, lanes, outsideCode }), name: layer.name }];
}
