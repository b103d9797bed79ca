import type { Block, Word } from '../../core/pipeline.js';
import { type RoundArithmetic, roundBody } from './round-body.js';
import { hlsUnit, series, type UnitParameters } from './unit.js';

/** A width converter between two streams, one of whose widths divides the other. */
export interface WidthConverterParameters extends UnitParameters {
  readonly inputBits: number;
  readonly outputBits: number;
  /** Input words of a frame. */
  readonly wordsPerFrame: number;
  readonly depthCycles: number;
}

/**
 * Splits or collects words, least significant part first. Down: one iteration for each output word, the first of a group
 * reads. Up: one iteration for each input word, the last of a group writes. A round is a group, the parts of one wide word.
 * (facts/bnn-pynq.md section 4)
 * Throws RangeError if neither width divides the other.
 */
export function widthConverter(parameters: WidthConverterParameters): Block {
  const { name, inputBits, outputBits, wordsPerFrame, frames, depthCycles } = parameters;
  const down = inputBits % outputBits === 0;
  if (!down && outputBits % inputBits !== 0) throw new RangeError(`${name}: ${inputBits} to ${outputBits} bits`);
  const ratio = down ? inputBits / outputBits : outputBits / inputBits;
  const reads = down ? Int32Array.of(0) : series(ratio);
  const writes = down ? series(ratio) : Int32Array.of(ratio - 1);
  return hlsUnit(
    'widthConverter',
    parameters,
    { rounds: (frames * wordsPerFrame) / reads.length, iterationsPerRound: ratio, depthCycles, reads, writes },
    () => roundBody(writes, down ? splitting(outputBits, ratio) : collecting(inputBits)),
  );
}

/** From a wide word to its parts. */
export function splitting(bits: number, ratio: number): RoundArithmetic {
  return ([word]) => Array.from({ length: ratio }, (_, part) => BigInt.asUintN(bits, word >> BigInt(part * bits)));
}

/** From the parts of a wide word to that word. */
export function collecting(bits: number): RoundArithmetic {
  return (parts) => [parts.reduceRight<Word>((word, part) => (word << BigInt(bits)) | part, 0n)];
}
