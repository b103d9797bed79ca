import type { Block, BlockBody } from '../../../core/pipeline.js';
import { type DataType, thresholdCount, valueRange } from '../../../nn/data-type.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { series, type UnitParameters } from '../../units/unit.js';
import { rtlUnit } from './unit.js';

export interface RtlThresholdingParameters extends UnitParameters {
  readonly inputType: DataType;
  readonly outputType: DataType;
  readonly pe: number;
  /** Thresholds of all rows, row by row, ascending in each: as many as the output type needs. */
  readonly thresholds: Int32Array;
  readonly depthCycles: number;
}

/** thresholding.sv: a word of PE values in, a word of PE codes out. A round is a pass over all rows. */
export function rtlThresholding(parameters: RtlThresholdingParameters): Block {
  const { frames, inputType, outputType, pe, thresholds, depthCycles } = parameters;
  const perRow = thresholdCount(outputType);
  const neuronFold = thresholds.length / perRow / pe;
  const lanes = pe * perRow;
  return rtlUnit(
    'thresholding',
    parameters,
    {
      rounds: frames,
      iterationsPerRound: neuronFold,
      depthCycles,
      reads: series(neuronFold),
      writes: series(neuronFold),
    },
    {
      name: 'thresholding',
      parameters: {
        NF: neuronFold,
        PE: pe,
        INPUT_BITS: inputType.bits,
        THRESHOLDS: perRow,
        OUTPUT_BITS: outputType.bits,
        LOWEST_OUTPUT: outputType.encoding === 'bipolar' ? 0 : valueRange(outputType).min,
      },
      memories: {
        THRESHOLD_VALUES: () => ({ bits: lanes * inputType.bits, words: encodeLanes(thresholds, lanes, inputType) }),
      },
    },
    () => thresholdingBody(parameters),
  );
}

function thresholdingBody({ inputType, outputType, pe, thresholds }: RtlThresholdingParameters): BlockBody {
  const perRow = thresholdCount(outputType);
  const { min, max } = valueRange(outputType);
  return {
    iterate(_loop, iteration, words) {
      const codes = decodeLanes(words, pe, inputType).map((value, lane) => {
        const row = iteration * pe + lane;
        const passed = thresholds.subarray(row * perRow, (row + 1) * perRow).filter((each) => value > each).length;
        return outputType.encoding === 'bipolar' ? (passed === 0 ? min : max) : min + passed;
      });
      return encodeLanes(codes, pe, outputType);
    },
  };
}
