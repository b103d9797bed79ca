import type { Block, BlockBody, Word } from '../../core/pipeline.js';

/** A width converter between two streams, one of whose widths divides the other. */
export interface WidthConverterParameters {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly inputBits: number;
  readonly outputBits: number;
  /** Input words of an image. */
  readonly wordsPerImage: number;
  readonly images: number;
  readonly depthCycles: number;
}

/**
 * Splits or collects words, least significant part first. Down: one iteration for each output word, the first of each
 * group reads. Up: one iteration for each input word, the last of each group writes.
 * Throws RangeError if neither width divides the other.
 */
export function widthConverter(parameters: WidthConverterParameters): Block {
  const { name, input, output, inputBits, outputBits, wordsPerImage, images, depthCycles } = parameters;
  const down = inputBits % outputBits === 0;
  if (!down && outputBits % inputBits !== 0) throw new RangeError(`${name}: ${inputBits} to ${outputBits} bits`);
  const ratio = down ? inputBits / outputBits : outputBits / inputBits;
  const iterations = down ? wordsPerImage * ratio : wordsPerImage;
  const all = Int32Array.from({ length: iterations }, (_, iteration) => iteration);
  return {
    name,
    unit: 'widthConverter',
    inputs: [input],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        rounds: images,
        iterationsPerRound: iterations,
        initiationInterval: 1,
        depthCycles,
        selfFlushing: false,
        reads: [down ? all.filter((iteration) => iteration % ratio === 0) : all],
        writes: [down ? all : all.filter((iteration) => iteration % ratio === ratio - 1)],
      },
    ],
    createBody: () => (down ? splittingBody(outputBits, ratio) : collectingBody(inputBits, ratio)),
  };
}

function splittingBody(bits: number, ratio: number): BlockBody {
  let rest: Word = 0n;
  return {
    iterate(_loop, iteration, inputs) {
      if (iteration % ratio === 0) rest = inputs[0];
      const part = BigInt.asUintN(bits, rest);
      rest >>= BigInt(bits);
      return [part];
    },
  };
}

function collectingBody(bits: number, ratio: number): BlockBody {
  let collected: Word = 0n;
  return {
    iterate(_loop, iteration, inputs) {
      const part = iteration % ratio;
      collected = (part === 0 ? 0n : collected) | (inputs[0] << BigInt(part * bits));
      return [collected];
    },
  };
}
