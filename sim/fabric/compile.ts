import { busyCycles, type Pipeline } from '../core/pipeline.js';
import { PipelineBuilder } from './builder.js';
import { fabricGraph } from './fabric-graph.js';
import { layGraph } from './finn/lay-graph.js';
import { layChain } from './lay-chain.js';
import { memoryWords, tensorBits } from './memory-layout.js';
import { requireFitting } from './overlay.js';
import type { FabricDesign, FabricProgram, LayerPlacement, PlacedLayer } from './program.js';
import { requireChain } from './require-chain.js';
import { FROM_MEMORY } from './stream-names.js';
import { memoryReader } from './units/memory-reader.js';
import { memoryWriter } from './units/memory-writer.js';

/**
 * Lays a network out as a pipeline: memory reader, the layers in the units of the block library, memory writer.
 * @throws InputError for an overlay that does not fit the network, a layer or a graph that the library has no units for, an
 *   unknown stream, or, in a library of chains, an image or a result that does not fill whole memory words
 */
export function compile(design: FabricDesign): FabricProgram {
  const { network, board, library, overlay, images, data } = design;
  if (library.name !== 'finn') requireChain(network);
  requireFitting(overlay, network);
  const { nodes } = fabricGraph(network);
  const port = board.memoryPort;
  const first = nodes[0].layer;
  const last = nodes[nodes.length - 1].layer;
  const image = memoryWords('an image', first.inputShape, first.inputType, board, library);
  const result = memoryWords('a result', last.outputShape, last.outputType, board, library);

  const builder = new PipelineBuilder(library, overlay.fifos, images);
  const fromMemory = { name: FROM_MEMORY, ...image, usualDepth: library.memoryFifoDepth.value };
  builder.source(fromMemory, (output) =>
    memoryReader({ name: 'memReader', output, port, images, wordsPerImage: image.wordsPerFrame, words: data?.input }),
  );
  const placed =
    library.name === 'finn'
      ? layGraph(builder, design, library, result.bits)
      : layChain(builder, design, library, result.bits);
  const pipeline = builder.sink(network.name, (input) =>
    memoryWriter({ name: 'memWriter', input, images, wordsPerImage: result.wordsPerFrame, words: data?.output }),
  );
  return {
    design,
    pipeline,
    placements: placed.map((placement) => measure(placement, pipeline)),
    fifos: builder.fifoNames,
    fifoDepths: builder.fifoDepths,
  };
}

function measure(placed: PlacedLayer, pipeline: Pipeline): LayerPlacement {
  const { name, inputShape, inputType, outputShape, outputType } = placed.layer;
  const { loops } = pipeline.blocks.find((block) => block.name === name)!;
  return {
    ...placed,
    idealCycles: loops.reduce((sum, loop) => sum + busyCycles(loop), 0) / pipeline.frames,
    inputBytes: Math.ceil(tensorBits(inputShape, inputType) / 8),
    outputBytes: Math.ceil(tensorBits(outputShape, outputType) / 8),
  };
}
