import type { Block } from '../../../core/pipeline.js';
import { roundBody } from '../../units/round-body.js';
import { series } from '../../units/unit.js';
import { splitting } from '../../units/width-converter.js';
import { type StagePlace, stage } from './stage.js';

export interface PixelSplitterParameters extends StagePlace {
  readonly pixels: number;
  /** Words that a pixel leaves in, the lowest channels first. */
  readonly parts: number;
  readonly partBits: number;
  /** Cycles to enter and to leave the inner loop over the parts. */
  readonly loopOverhead: number;
}

/** Splits full pixels into words. An inner loop for each pixel: its first part leaves as it comes in. A round is a pixel. */
export function pixelSplitter(parameters: PixelSplitterParameters): Block {
  const { pixels, parts, partBits, loopOverhead } = parameters;
  const writes = series(parts);
  return stage(
    'pixelSplitter',
    parameters,
    [{ rounds: pixels, iterationsPerRound: parts + loopOverhead, reads: Int32Array.of(0), writes }],
    () => roundBody(writes, splitting(partBits, parts)),
  );
}
