import type { Block } from '../../../core/pipeline.js';
import { roundBody } from '../../units/round-body.js';
import { series } from '../../units/unit.js';
import { collecting, splitting, type WidthConverterParameters } from '../../units/width-converter.js';
import { rtlUnit } from './unit.js';

/**
 * dwc_up.sv and dwc_down.sv: the word that completes a wide one passes through with it; so does the first part of a wide one.
 * A round is a wide word. Throws RangeError if neither width is a multiple of the other, or both are equal.
 */
export function rtlWidthConverter(parameters: Omit<WidthConverterParameters, 'depthCycles'>): Block {
  const { name, inputBits, outputBits, wordsPerFrame, frames } = parameters;
  const down = inputBits > outputBits;
  const [wide, narrow] = down ? [inputBits, outputBits] : [outputBits, inputBits];
  if (wide % narrow !== 0 || wide === narrow) throw new RangeError(`${name}: ${inputBits} to ${outputBits} bits`);
  const ratio = wide / narrow;
  const reads = down ? Int32Array.of(0) : series(ratio);
  const writes = down ? series(ratio) : Int32Array.of(ratio - 1);
  return rtlUnit(
    'widthConverter',
    parameters,
    { rounds: (frames * wordsPerFrame) / reads.length, iterationsPerRound: ratio, depthCycles: 0, reads, writes },
    down
      ? { name: 'dwc_down', parameters: { OUT_WIDTH: narrow, RATIO: ratio } }
      : { name: 'dwc_up', parameters: { IN_WIDTH: narrow, RATIO: ratio } },
    () => roundBody(writes, down ? splitting(narrow, ratio) : collecting(narrow)),
  );
}
