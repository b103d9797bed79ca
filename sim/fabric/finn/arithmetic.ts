import type { BlockBody, Word } from '../../core/pipeline.js';
import { accumulatorRange } from '../../nn/accumulator.js';
import type { DataType } from '../../nn/data-type.js';
import type { Folding } from '../../nn/folding.js';
import type { MatrixLayer } from '../../nn/network.js';
import { accumulation, activation } from '../../nn/reference/matrix-vector.js';
import { decodeLanes, encodeLanes } from '../units/lanes.js';

/** Type of the beats between an MVU and its thresholding: as wide as the sums can be; without thresholds the output's. */
export function accumulatorType(layer: MatrixLayer): DataType {
  if (!layer.thresholded) return layer.outputType;
  const { min, max } = accumulatorRange(layer);
  const bits = Math.ceil(Math.log2(Math.max(max + 1, -min))) + 1;
  return { bits, encoding: 'signed', narrow: false, scale: 1 };
}

/**
 * What the core of an MVU computes: SF beats of SIMD lanes, given again for every neuron fold, to a beat of PE accumulators.
 * @throws InputError if the layer has no weights
 */
export function mvuBody(layer: MatrixLayer, { pe, simd }: Folding): BlockBody {
  const accumulate = accumulation(layer);
  const type = accumulatorType(layer);
  const [synapseFold, neuronFold] = [layer.mw / simd, layer.mh / pe];
  const vector: Word[] = [];
  let results: readonly Word[] = [];
  let fold = 0;
  return {
    iterate(_loop, iteration, [word]) {
      vector[iteration] = word;
      if (iteration < synapseFold - 1) return [];
      if (fold === 0) results = encodeLanes(accumulate(decodeLanes(vector, simd, layer.inputType)), pe, type);
      const result = results[fold];
      fold = (fold + 1) % neuronFold;
      return [result];
    },
  };
}

/**
 * What a thresholding does with a beat of PE accumulators; it counts on which rows they are.
 * @throws InputError if the layer has no weights
 */
export function thresholdingBody(layer: MatrixLayer, { pe }: Folding): BlockBody {
  const activate = activation(layer);
  const type = accumulatorType(layer);
  let row = 0;
  return {
    iterate(_loop, _iteration, words) {
      const values = decodeLanes(words, pe, type).map((accumulator, lane) => activate(accumulator, row + lane));
      row = (row + pe) % layer.mh;
      return encodeLanes(values, pe, layer.outputType);
    },
  };
}
