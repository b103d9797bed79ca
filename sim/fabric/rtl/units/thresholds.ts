import type { HardwareModule, MemoryContents } from '../../../core/pipeline.js';
import { accumulatorRange } from '../../../nn/accumulator.js';
import { type DataType, valueRange } from '../../../nn/data-type.js';
import type { MatrixLayer } from '../../../nn/network.js';
import { thresholdsPerRow } from '../../../nn/thresholds.js';
import { encodeLanes } from '../../units/lanes.js';

/** The least number of bits that hold every accumulator of a layer, and a threshold below all of them. */
export function rtlAccumulatorType(layer: MatrixLayer): DataType {
  const { min, max } = accumulatorRange(layer);
  const bits = Math.ceil(Math.log2(Math.max(max + 1, 1 - min))) + 1;
  return { bits, encoding: 'signed', narrow: false, scale: 1 };
}

/** Parameters of thresholds.sv that lie in a layer. */
export function thresholdParameters(layer: MatrixLayer): HardwareModule['parameters'] {
  const { outputType, thresholded } = layer;
  return {
    THRESHOLDS: thresholdsPerRow(layer),
    OUTPUT_BITS: outputType.bits,
    LOWEST_OUTPUT: thresholded && outputType.encoding !== 'bipolar' ? valueRange(outputType).min : 0,
  };
}

/**
 * The memory of thresholds, a word for each neuron fold: those of PE rows, the first lowest, in units of the accumulator. A
 * threshold that no accumulator or every one exceeds is the one nearest to it that is so too.
 */
export function thresholdMemory(layer: MatrixLayer, thresholds: Int32Array, pe: number): MemoryContents {
  const type = rtlAccumulatorType(layer);
  const { min, max } = accumulatorRange(layer);
  const unit = 2 ** layer.accumulatorShift;
  const values = thresholds.map((threshold) => Math.min(Math.max(Math.floor(threshold / unit), min - 1), max));
  const lanes = pe * thresholdsPerRow(layer);
  return { bits: lanes * type.bits, words: encodeLanes(values, lanes, type) };
}
