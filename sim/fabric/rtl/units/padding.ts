import type { Block, BlockBody, Word } from '../../../core/pipeline.js';
import { insideBeats, type PaddingParameters, paddedBeats } from '../../finn/padding.js';
import { series, type UnitParameters } from '../../units/unit.js';
import { rtlUnit } from './unit.js';

/**
 * padding.sv: a frame begins with its first word, which is kept until its place has come; then a word leaves in every cycle.
 * A round is a frame, its first iteration the one that only reads.
 */
export function rtlPadding(unit: UnitParameters & { readonly bits: number }, map: PaddingParameters): Block {
  const { height, width, channelFold, padding } = map;
  const beats = paddedBeats(map);
  const inside = insideBeats(map);
  return rtlUnit(
    'padding',
    unit,
    {
      rounds: unit.frames,
      iterationsPerRound: 1 + beats,
      depthCycles: 0,
      reads: inside.map((beat, word) => (word === 0 ? 0 : 1 + beat)),
      writes: series(beats, (beat) => 1 + beat),
    },
    {
      name: 'padding',
      parameters: {
        WIDTH: unit.bits,
        ROWS: height,
        COLUMNS: width,
        FOLD: channelFold,
        TOP: padding.top,
        LEFT: padding.left,
        BOTTOM: padding.bottom,
        RIGHT: padding.right,
      },
    },
    () => paddingBody(inside[0]),
  );
}

function paddingBody(firstBeat: number): BlockBody {
  let first: Word = 0n;
  return {
    iterate(_loop, iteration, [word = 0n]) {
      if (iteration === 0) first = word;
      return [iteration === 1 + firstBeat ? first : word];
    },
  };
}
