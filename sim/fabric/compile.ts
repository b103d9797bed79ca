import { InputError } from '../core/input/input-error.js';
import { busyCycles, type Pipeline } from '../core/pipeline.js';
import type { DataType } from '../nn/data-type.js';
import { elements, isMatrixLayer, type Shape } from '../nn/network.js';
import { assemblerOf } from './assemblers.js';
import { PipelineBuilder } from './builder.js';
import { foldingOf, requireFitting } from './overlay.js';
import type { FabricDesign, FabricProgram, LayerPlacement } from './program.js';
import { requireChain } from './require-chain.js';
import { FROM_MEMORY, handOnStreams, TO_MEMORY } from './stream-names.js';
import { memoryReader } from './units/memory-reader.js';
import { memoryWriter } from './units/memory-writer.js';

/**
 * Lays a chain of layers out as a pipeline: memory reader, the layers in the units of the block library, memory writer.
 * @throws InputError for a network that is no chain, an overlay that does not fit it, a layer that the library has no unit
 *   for, an unknown stream, or an image or a result that does not fill whole memory words
 */
export function compile(design: FabricDesign): FabricProgram {
  const { network, board, library, overlay, images, data } = design;
  const layers = requireChain(network);
  requireFitting(overlay, network);
  const port = board.memoryPort;
  const wordBits = port.wordBits.value;
  const usualDepth = library.memoryFifoDepth.value;
  const first = layers[0];
  const last = layers[layers.length - 1];
  const imageWords = memoryWords('an image', tensorBits(first.inputShape, first.inputType), wordBits);
  const resultWords = memoryWords('a result', tensorBits(last.outputShape, last.outputType), wordBits);

  const builder = new PipelineBuilder(library, overlay.fifos, images);
  const fromMemory = { name: FROM_MEMORY, bits: wordBits, wordsPerFrame: imageWords, usualDepth };
  builder.source(fromMemory, (output) =>
    memoryReader({ name: 'memReader', output, port, images, wordsPerImage: imageWords, words: data?.input }),
  );
  const assembler = assemblerOf(library);
  const streams = handOnStreams(network);
  const placed = layers.map((layer, index) => {
    const name = streams[index];
    const handOn = name === TO_MEMORY ? { name, bits: wordBits, usualDepth } : { name, bits: overlay.widths[name] };
    const before = builder.unitNames.length;
    if (isMatrixLayer(layer)) assembler.appendMatrix(builder, layer, foldingOf(overlay, layer), handOn);
    else assembler.appendMaxPool(builder, layer, handOn);
    return { layer, units: builder.unitNames.slice(before) };
  });
  const pipeline = builder.sink(network.name, (input) =>
    memoryWriter({ name: 'memWriter', input, images, wordsPerImage: resultWords, words: data?.output }),
  );
  return {
    design,
    pipeline,
    placements: placed.map((placement) => measure(placement, pipeline)),
    fifos: builder.fifoNames,
    fifoDepths: builder.fifoDepths,
  };
}

function measure(placed: Pick<LayerPlacement, 'layer' | 'units'>, pipeline: Pipeline): LayerPlacement {
  const { name, inputShape, inputType, outputShape, outputType } = placed.layer;
  const { loops } = pipeline.blocks.find((block) => block.name === name)!;
  return {
    ...placed,
    idealCycles: loops.reduce((sum, loop) => sum + busyCycles(loop), 0) / pipeline.frames,
    inputBytes: Math.ceil(tensorBits(inputShape, inputType) / 8),
    outputBytes: Math.ceil(tensorBits(outputShape, outputType) / 8),
  };
}

function tensorBits(shape: Shape, { bits }: DataType): number {
  return elements(shape) * bits;
}

function memoryWords(what: string, bits: number, wordBits: number): number {
  if (bits % wordBits === 0) return bits / wordBits;
  throw new InputError(`${what} has ${bits} bits, allowed: a multiple of ${wordBits}`);
}
