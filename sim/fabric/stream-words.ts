import { deadlockSentence } from '../core/deadlock.js';
import { tick } from '../core/engine/tick.js';
import { InputError } from '../core/input/input-error.js';
import type { Word } from '../core/pipeline.js';
import { elements } from '../nn/network.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import { compile } from './compile.js';
import { fabricGraph } from './fabric-graph.js';
import { memoryWords } from './memory-layout.js';
import { fromMemoryWords, toMemoryWords } from './memory-words.js';
import type { FabricDesign } from './program.js';

/**
 * Computes a batch as the hardware does: words through the streams, in folded order, lanes and all. Slow, for small
 * batches: what the packed kernels are checked against.
 * @param inputs one row of input codes for each image of the design
 * @returns one row of the codes of the last layer that is not the host's for each image, in lanes of `laneBits`
 * @throws InputError if the pipeline deadlocks
 */
export function streamWords(design: Omit<FabricDesign, 'data' | 'images'>, inputs: PackedMatrix): PackedMatrix {
  const { network, board, library } = design;
  const { nodes } = fabricGraph(network);
  const [first, last] = [nodes[0].layer, nodes[nodes.length - 1].layer];
  const image = memoryWords('an image', first.inputShape, first.inputType, board, library);
  const result = memoryWords('a result', last.outputShape, last.outputType, board, library);
  const output: Word[] = [];
  const data = { input: toMemoryWords(inputs, first.inputType.bits, image.bits), output };
  const { pipeline } = compile({ ...design, images: inputs.rows, data });
  const { deadlock } = tick(pipeline, { words: true });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  return fromMemoryWords(output, result.bits, {
    rows: inputs.rows,
    columns: elements(last.outputShape),
    bits: last.outputType.bits,
  });
}
