import type { Block, StreamSpec } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import { roundBody } from '../units/round-body.js';
import { series } from '../units/unit.js';
import { collecting, splitting } from '../units/width-converter.js';
import { accept, outputRegister, registerLoop, type UnitPlace } from './unit.js';

/**
 * DWC: splits beats or collects them, least significant part first. Equal widths are wires and no unit.
 * Throws RangeError if neither width is a multiple of the other, or both are equal.
 */
export function finnWidthConverter(place: UnitPlace): Parts {
  const { inputBits, outputBits, name } = place;
  if (outputBits > inputBits && outputBits % inputBits === 0) return collect(place, outputBits / inputBits);
  if (inputBits > outputBits && inputBits % outputBits === 0) return split(place, inputBits / outputBits);
  throw new RangeError(`${name}: ${inputBits} to ${outputBits} bits`);
}

/**
 * A side register in front of a shift register. The shift register takes parts from the cycle on in which its last beat
 * leaves; a part for which it is not ready waits in the side register.
 */
function collect(place: UnitPlace, ratio: number): Parts {
  const { name, output, inputBits, inputBeats } = place;
  const side: StreamSpec = { name: `${name}.side`, bits: inputBits, depth: 1, latencyCycles: 0 };
  const shift: Block = {
    name,
    unit: 'dwc',
    inputs: [side.name],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        ...registerLoop({
          rounds: inputBeats / ratio,
          iterationsPerRound: ratio,
          reads: [series(ratio)],
          writes: [Int32Array.of(ratio - 1)],
        }),
        needsRoomAlways: true,
      },
    ],
    createBody: () => roundBody(Int32Array.of(ratio - 1), collecting(inputBits)),
  };
  return { blocks: [accept(place, side.name), shift], streams: [side, outputRegister(place)] };
}

/**
 * A shift register, which takes the next beat in the cycle in which its last part leaves, in front of an output register
 * with a side register.
 */
function split(place: UnitPlace, ratio: number): Parts {
  const { name, output, inputBits, outputBits, inputBeats } = place;
  const addressing = { words: 1, reads: new Int32Array(ratio), freedBy: Int32Array.of(ratio - 1) };
  const register: StreamSpec = { name: `${name}.word`, bits: inputBits, depth: 1, reuseCycles: 0, addressing };
  const shift: Block = {
    name,
    unit: 'dwc',
    inputs: [register.name],
    outputs: [output],
    startCycle: 0,
    loops: [
      registerLoop({
        rounds: inputBeats,
        iterationsPerRound: ratio,
        reads: [series(ratio)],
        writes: [series(ratio)],
      }),
    ],
    createBody: () => roundBody(series(ratio), splitting(outputBits, ratio)),
  };
  return {
    blocks: [accept(place, register.name), shift],
    streams: [register, { name: output, bits: outputBits, depth: 2 }],
  };
}
