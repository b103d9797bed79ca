import type { Block } from '../../../core/pipeline.js';
import { series } from '../../units/unit.js';
import { type StagePlace, stage } from './stage.js';

export interface ZeroPaddingParameters extends StagePlace {
  /** Side of the feature map without and with its padding. */
  readonly inputDim: number;
  readonly paddedDim: number;
}

/** Rows that the padding puts above a feature map, and columns to the left of it; the rest lies below and to the right. */
export function leadingPadding({ inputDim, paddedDim }: Pick<ZeroPaddingParameters, 'inputDim' | 'paddedDim'>): number {
  return Math.floor((paddedDim - inputDim) / 2);
}

/** Puts code 0 around a feature map, a pixel a cycle: rows above, rows of the map, rows below. */
export function zeroPadding(parameters: ZeroPaddingParameters): Block {
  const { inputDim, paddedDim } = parameters;
  const leading = leadingPadding(parameters);
  const row = { iterationsPerRound: paddedDim, writes: series(paddedDim) };
  return stage(
    'zeroPadding',
    parameters,
    [
      { ...row, rounds: leading },
      { ...row, rounds: inputDim, reads: series(inputDim, (column) => leading + column) },
      { ...row, rounds: paddedDim - inputDim - leading },
    ],
    () => ({ iterate: (_loop, _iteration, [pixel = 0n]) => [pixel] }),
  );
}
