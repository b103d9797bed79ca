import { deadlockSentence } from '../core/deadlock.js';
import { tick } from '../core/engine/tick.js';
import { InputError } from '../core/input/input-error.js';
import type { Word } from '../core/pipeline.js';
import { elements } from '../nn/network.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import { compile } from './compile.js';
import { fromMemoryWords, toMemoryWords } from './memory-words.js';
import type { FabricDesign } from './program.js';

/**
 * Computes a batch as the hardware does: words through the streams, in folded order, lanes and all. Slow, for small
 * batches: what the packed kernels are checked against.
 * @param inputs one row of input codes for each image of the design
 * @returns one row of the last layer's codes for each image, in lanes of `laneBits`
 * @throws InputError if the pipeline deadlocks
 */
export function streamWords(design: Omit<FabricDesign, 'data' | 'images'>, inputs: PackedMatrix): PackedMatrix {
  const wordBits = design.board.memoryPort.wordBits.value;
  const output: Word[] = [];
  const data = { input: toMemoryWords(inputs, design.network.input.type.bits, wordBits), output };
  const { pipeline } = compile({ ...design, images: inputs.rows, data });
  const { deadlock } = tick(pipeline, { words: true });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  const { outputShape, outputType } = design.network.layers[design.network.layers.length - 1];
  return fromMemoryWords(output, wordBits, {
    rows: inputs.rows,
    columns: elements(outputShape),
    bits: outputType.bits,
  });
}
