import type { Block, BlockBody, Word } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import { series } from '../units/unit.js';
import { inputBeatsOf, type WindowParameters, windowsOf } from './sliding-window.js';
import { outputRegister, registerLoop, type UnitPlace } from './unit.js';

/**
 * SWG, parallel style: shift registers and line buffers that move on with every beat that is accepted, and a whole window a
 * beat. Nothing moves while a window waits in the output register. A frame begins when the one before has left it.
 */
export function finnParallelWindow(place: UnitPlace, parameters: WindowParameters): Parts {
  const { name, input, output, inputBits, inputBeats } = place;
  const beats = inputBeatsOf(parameters);
  const ends = windowEnds(parameters);
  const reset = ends[ends.length - 1] === beats - 1 ? 1 : 0;
  const shift: Block = {
    name,
    unit: 'swg',
    inputs: [input],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        ...registerLoop({
          rounds: inputBeats / beats,
          iterationsPerRound: beats + reset,
          reads: [series(beats)],
          writes: [ends],
        }),
        needsRoomAlways: true,
      },
    ],
    createBody: () => windowBody(parameters, ends, inputBits),
  };
  return { blocks: [shift], streams: [outputRegister(place)] };
}

/** The beats with which the windows are complete. */
function windowEnds(parameters: WindowParameters): Int32Array {
  const { width, channelFold, kernel, stride, dilation } = parameters;
  const [down, across] = windowsOf(parameters);
  const groups = channelFold;
  return Int32Array.from({ length: down * across * groups }, (_, window) => {
    const [row, column] = [Math.floor(window / (across * groups)), Math.floor(window / groups) % across];
    const [lastRow, lastColumn] = [
      row * stride[0] + (kernel[0] - 1) * dilation[0],
      column * stride[1] + (kernel[1] - 1) * dilation[1],
    ];
    return (lastRow * width + lastColumn) * channelFold + (window % groups);
  });
}

/** Keeps the beats of a frame and joins those of a window, the first element lowest. */
function windowBody(
  { width, channelFold, kernel, dilation }: WindowParameters,
  ends: Int32Array,
  bits: number,
): BlockBody {
  const isEnd = new Set(ends);
  const seen: Word[] = [];
  return {
    iterate(_loop, iteration, inputs) {
      seen[iteration] = inputs[0];
      if (!isEnd.has(iteration)) return [];
      let window: Word = 0n;
      for (let element = 0; element < kernel[0] * kernel[1]; element++) {
        const rowsBack = (kernel[0] - 1 - Math.floor(element / kernel[1])) * dilation[0];
        const columnsBack = (kernel[1] - 1 - (element % kernel[1])) * dilation[1];
        const beat = iteration - (rowsBack * width + columnsBack) * channelFold;
        window |= seen[beat] << BigInt(element * bits);
      }
      return [window];
    },
  };
}
