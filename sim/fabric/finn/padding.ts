import type { Block, StreamSpec } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import { insideWords, type PaddingShape, paddedWords } from '../units/padding.js';
import { series } from '../units/unit.js';
import { accept, outputRegister, registerLoop, type UnitPlace } from './unit.js';

/**
 * FMPadding: emits a beat a cycle, zeros around what it reads; it does not wait for input while it emits padding, also that
 * of the next frame. A beat that comes too early waits in a side register.
 */
export function finnPadding(place: UnitPlace, parameters: PaddingShape): Parts {
  const { name, output, inputBits, inputBeats } = place;
  const { height, width, channelFold } = parameters;
  const side: StreamSpec = { name: `${name}.side`, bits: inputBits, depth: 1, latencyCycles: 0 };
  const iterationsPerRound = paddedWords(parameters);
  const inside = insideWords(parameters);
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
    createBody: () => ({ iterate: (_loop, iteration, inputs) => (isInside.has(iteration) ? inputs : [0n]) }),
  };
  return { blocks: [accept(place, side.name), pad], streams: [side, outputRegister(place)] };
}
