import type { Block } from '../../../core/pipeline.js';
import type { DataType } from '../../../nn/data-type.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { type RoundArithmetic, roundBody } from '../../units/round-body.js';
import { series } from '../../units/unit.js';
import { type StagePlace, stage } from './stage.js';

export interface WindowMaximumParameters extends StagePlace {
  /** Windows of the feature map. */
  readonly windows: number;
  /** k^2: pixels of a window. */
  readonly windowPixels: number;
  /** Channels of a pixel. */
  readonly channels: number;
  readonly type: DataType;
  /** Cycles to enter and to leave the inner loop over a window. */
  readonly loopOverhead: number;
}

/** The largest code of each channel in each window, which leaves as the window's last pixel comes in. A round is a window. */
export function windowMaximum(parameters: WindowMaximumParameters): Block {
  const { windows, windowPixels, loopOverhead } = parameters;
  const writes = Int32Array.of(windowPixels - 1);
  return stage(
    'windowMaximum',
    parameters,
    [{ rounds: windows, iterationsPerRound: windowPixels + loopOverhead, reads: series(windowPixels), writes }],
    () => roundBody(writes, maximumOf(parameters)),
  );
}

function maximumOf({ channels, type }: WindowMaximumParameters): RoundArithmetic {
  return (pixels) => {
    const values = pixels.map((pixel) => decodeLanes([pixel], channels, type));
    const largest = values.reduce((most, other) => most.map((value, lane) => Math.max(value, other[lane])));
    return encodeLanes(largest, channels, type);
  };
}
