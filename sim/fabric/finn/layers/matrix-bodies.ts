import type { BlockBody, Word } from '../../../core/pipeline.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import type { MatrixUnit } from './matrix-unit.js';
import type { LayerChoice } from './op.js';
import type { RowArithmetic } from './row-arithmetic.js';

/**
 * What the core of a matrix unit computes: SF beats of lanes to a beat of PE sums. A dense unit is given a vector again for
 * every neuron fold; a depthwise one is given the window of PE channels at a time, channels innermost.
 */
export function coreBody(unit: MatrixUnit, { pe, simd }: LayerChoice, arithmetic: RowArithmetic): BlockBody {
  const { mw, mh, inputType, sumType, depthwise } = unit;
  const lanes = depthwise ? pe * simd : simd;
  const beats: Word[] = [];
  let row = 0;
  return {
    iterate(_loop, iteration, [beat]) {
      beats[iteration] = beat;
      if (iteration < mw / simd - 1) return [];
      const values = decodeLanes(beats, lanes, inputType);
      const sums = Array.from({ length: pe }, (_, lane) => {
        const vector = depthwise ? values.filter((_, index) => index % pe === lane) : values;
        return arithmetic.sum(row + lane, vector);
      });
      row = (row + pe) % mh;
      return encodeLanes(sums, pe, sumType);
    },
  };
}

/** What a requantizer does with a beat of PE sums; it counts on which rows they are. */
export function requantizerBody(unit: MatrixUnit, { pe }: LayerChoice, arithmetic: RowArithmetic): BlockBody {
  const { mh, sumType, outputType } = unit;
  let row = 0;
  return {
    iterate(_loop, _iteration, beats) {
      const outputs = decodeLanes(beats, pe, sumType).map((sum, lane) => arithmetic.finish(sum, row + lane));
      row = (row + pe) % mh;
      return encodeLanes(outputs, pe, outputType);
    },
  };
}
