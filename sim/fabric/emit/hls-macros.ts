import type { Folding } from '../../nn/folding.js';
import type { MatrixLayer } from '../../nn/network.js';
import { neuronFold, synapseFold } from '../units/mvtu.js';

/**
 * The macros of a layer in BNN-PYNQ's config.h, without the layer's prefix. WMEM and TMEM are words of the memories of a PE;
 * WPI and API, WPF and APF integer and fraction bits of the weights and of what the layer hands on.
 * (facts/bnn-pynq.md section 1)
 */
export function layerMacros(layer: MatrixLayer, folding: Folding): Record<string, number> {
  const { mw, mh, weightType, outputType } = layer;
  const matrix = { mw, mh, ...folding };
  return {
    ...windowMacros(layer),
    SIMD: folding.simd,
    PE: folding.pe,
    MW: mw,
    MH: mh,
    WMEM: synapseFold(matrix) * neuronFold(matrix),
    TMEM: neuronFold(matrix),
    WPI: weightType.bits,
    API: outputType.bits,
    WPF: 0,
    APF: 0,
  };
}

/** The prefix of a layer's macros: the layers with a matrix are counted from 0. */
export function macroPrefix(index: number): string {
  return `L${index}_`;
}

function windowMacros(layer: MatrixLayer): Record<string, number> {
  if (layer.op !== 'convolution') return {};
  const { kernel, inputShape, outputShape } = layer;
  return {
    K: kernel[0],
    IFM_CH: inputShape[2],
    IFM_DIM: inputShape[0],
    OFM_CH: outputShape[2],
    OFM_DIM: outputShape[0],
  };
}
