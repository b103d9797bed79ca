import { deadlockSentence } from '../core/deadlock.js';
import { tick } from '../core/engine/tick.js';
import { InputError } from '../core/input/input-error.js';
import type { Word } from '../core/pipeline.js';
import { elements } from '../nn/network.js';
import { createPackedMatrix, getCode, type PackedMatrix, setCode } from '../nn/packed-matrix.js';
import { compile } from './compile.js';
import { fabricGraph } from './fabric-graph.js';
import { memoryWords } from './memory-layout.js';
import type { FabricDesign } from './program.js';

/**
 * Computes a batch as the hardware does: words through the streams, in folded order, lanes and all. Slow, for small
 * batches: what the packed kernels are checked against.
 * @param inputs one row of input codes for each image of the design
 * @returns one row of the codes of the last layer that is not the host's for each image
 * @throws InputError if the pipeline deadlocks
 */
export function streamWords(design: Omit<FabricDesign, 'data' | 'images'>, inputs: PackedMatrix): PackedMatrix {
  const { network, board, library } = design;
  const { nodes } = fabricGraph(network);
  const [first, last] = [nodes[0].layer, nodes[nodes.length - 1].layer];
  const image = memoryWords('an image', first.inputShape, first.inputType, board, library);
  const result = memoryWords('a result', last.outputShape, last.outputType, board, library);
  const output: Word[] = [];
  const data = { input: toWords(inputs, image.bits), output };
  const { pipeline } = compile({ ...design, images: inputs.rows, data });
  const { deadlock } = tick(pipeline, { words: true });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  return fromWords(output, result.bits, inputs.rows, elements(last.outputShape), last.outputType.bits);
}

/** Rows of codes as memory words, lane 0 lowest. */
function toWords(matrix: PackedMatrix, wordBits: number): Word[] {
  const lanes = wordBits / matrix.bits;
  const words: Word[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    for (let first = 0; first < matrix.columns; first += lanes) {
      let word: Word = 0n;
      for (let lane = 0; lane < lanes; lane++) {
        word |= BigInt(getCode(matrix, row, first + lane)) << BigInt(lane * matrix.bits);
      }
      words.push(word);
    }
  }
  return words;
}

function fromWords(
  words: readonly Word[],
  wordBits: number,
  rows: number,
  columns: number,
  bits: number,
): PackedMatrix {
  const matrix = createPackedMatrix(rows, columns, bits);
  const lanes = wordBits / bits;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const code = BigInt.asUintN(bits, words[Math.floor(index / lanes)] >> BigInt((index % lanes) * bits));
      setCode(matrix, row, column, Number(code));
    }
  }
  return matrix;
}
