import type { Block, StreamSpec, Word } from '../../core/pipeline.js';
import type { Padding } from '../../nn/network.js';
import type { Parts } from '../builder.js';
import { series } from '../units/unit.js';
import { accept, outputRegister, registerLoop, type UnitPlace } from './unit.js';

/** A feature map of H x W pixels that is padded; a pixel takes C / SIMD beats. */
export interface PaddingParameters {
  readonly height: number;
  readonly width: number;
  readonly channelFold: number;
  readonly padding: Padding;
  /** The beat that lies around it; zeros where absent. */
  readonly border?: Word;
}

/** Beats of a padded feature map. */
export function paddedBeats({ height, width, channelFold, padding }: PaddingParameters): number {
  return (height + padding.top + padding.bottom) * (width + padding.left + padding.right) * channelFold;
}

/**
 * FMPadding: emits a beat a cycle, zeros around what it reads; it does not wait for input while it emits padding, also that
 * of the next frame. A beat that comes too early waits in a side register.
 */
export function finnPadding(place: UnitPlace, parameters: PaddingParameters): Parts {
  const { name, output, inputBits, inputBeats } = place;
  const { height, width, channelFold, border = 0n } = parameters;
  const side: StreamSpec = { name: `${name}.side`, bits: inputBits, depth: 1, latencyCycles: 0 };
  const iterationsPerRound = paddedBeats(parameters);
  const inside = insideBeats(parameters);
  const isInside = new Set(inside);
  const pad: Block = {
    name,
    unit: 'fmpadding',
    inputs: [side.name],
    outputs: [output],
    startCycle: 0,
    loops: [
      registerLoop({
        rounds: inputBeats / (height * width * channelFold),
        iterationsPerRound,
        reads: [inside],
        writes: [series(iterationsPerRound)],
      }),
    ],
    createBody: () => ({ iterate: (_loop, iteration, inputs) => (isInside.has(iteration) ? inputs : [border]) }),
  };
  return { blocks: [accept(place, side.name), pad], streams: [side, outputRegister(place)] };
}

/** The beats of a padded map that come from the input. */
export function insideBeats({ height, width, channelFold, padding }: PaddingParameters): Int32Array {
  const rowBeats = (width + padding.left + padding.right) * channelFold;
  return Int32Array.from({ length: height * width * channelFold }, (_, beat) => {
    const row = Math.floor(beat / (width * channelFold));
    return (row + padding.top) * rowBeats + padding.left * channelFold + (beat % (width * channelFold));
  });
}
