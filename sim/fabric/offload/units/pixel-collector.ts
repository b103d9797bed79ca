import type { Block } from '../../../core/pipeline.js';
import { roundBody } from '../../units/round-body.js';
import { series } from '../../units/unit.js';
import { collecting } from '../../units/width-converter.js';
import { type StagePlace, stage } from './stage.js';

export interface PixelCollectorParameters extends StagePlace {
  readonly pixels: number;
  /** Words that a pixel comes in, the lowest channels first. */
  readonly parts: number;
  readonly partBits: number;
  /** Cycles to enter and to leave the inner loop over the parts. */
  readonly loopOverhead: number;
}

/**
 * Collects words to full pixels; channels that no word brings are 0. An inner loop for each pixel: it leaves as its last
 * part comes in. A round is a pixel.
 */
export function pixelCollector(parameters: PixelCollectorParameters): Block {
  const { pixels, parts, partBits, loopOverhead } = parameters;
  const writes = Int32Array.of(parts - 1);
  return stage(
    'pixelCollector',
    parameters,
    [{ rounds: pixels, iterationsPerRound: parts + loopOverhead, reads: series(parts), writes }],
    () => roundBody(writes, collecting(partBits)),
  );
}
