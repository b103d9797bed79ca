import type { Block } from '../../../core/pipeline.js';
import { roundBody } from '../../units/round-body.js';
import { series } from '../../units/unit.js';
import { splitting } from '../../units/width-converter.js';
import { type StagePlace, stage } from './stage.js';

export interface ChannelSelectorParameters extends StagePlace {
  readonly pixels: number;
  /** m: words of a pixel that carry channels of the layer. */
  readonly parts: number;
  readonly partBits: number;
}

/** Cycles from one word to the next in a loop that is not pipelined. */
const UNPIPELINED = 2;

/**
 * Takes the words that carry channels of the layer from full pixels and drops the rest. The loop is not pipelined: 1 + 2m
 * cycles a pixel. A round is a pixel.
 */
export function channelSelector(parameters: ChannelSelectorParameters): Block {
  const { pixels, parts, partBits } = parameters;
  const writes = series(parts, (part) => UNPIPELINED * (part + 1));
  return stage(
    'channelSelector',
    parameters,
    [{ rounds: pixels, iterationsPerRound: 1 + UNPIPELINED * parts, reads: Int32Array.of(0), writes }],
    () => roundBody(writes, splitting(partBits, parts)),
  );
}
