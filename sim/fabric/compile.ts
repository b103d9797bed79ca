import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import type { Block, StreamSpec, Word } from '../core/pipeline.js';
import type { Folding } from '../nn/folding.js';
import type { Layer, Network } from '../nn/network.js';
import type { BlockLibrary, FabricBoard } from './machine.js';
import { type Overlay, overlayProblems } from './overlay.js';
import type { FabricProgram, LayerPlacement } from './program.js';
import { memoryReader } from './units/memory-reader.js';
import { memoryWriter } from './units/memory-writer.js';
import { mvtu, neuronFold, synapseFold } from './units/mvtu.js';
import { widthConverter } from './units/width-converter.js';

/** What a pipeline is compiled from. */
export interface FabricDesign {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly library: BlockLibrary;
  readonly overlay: Overlay;
  readonly images: number;
  /** Words of all images and a place for the results, for runs that push words through the streams. */
  readonly data?: { readonly input: readonly Word[]; readonly output: Word[] };
}

/**
 * Lays a chain of fully connected layers out as a pipeline: memory reader, a FIFO, then for each layer a width converter
 * where widths differ and its MVTU, with a FIFO between layers, at the end a width converter where widths differ, a FIFO
 * and the memory writer.
 * @throws InputError for a folding that does not divide, an unknown layer or stream, a network that is no chain, or an
 *   image that does not fill whole memory words
 */
export function compile(design: FabricDesign): FabricProgram {
  const { network, board, library, overlay, images, data } = design;
  checkChain(network);
  const foldings = matchFoldings(network, overlay);
  const wordBits = board.memoryPort.wordBits.value;
  const first = network.layers[0];
  const last = network.layers[network.layers.length - 1];
  const inputBits = first.inputFeatures * first.inputType.bits;
  const outputBits = last.outputFeatures * last.outputType.bits;
  requireWholeWords('an image', inputBits, wordBits);
  requireWholeWords('a result', outputBits, wordBits);

  const builder = new PipelineBuilder(library, overlay, images);
  builder.open('memIn', wordBits, inputBits / wordBits, library.memoryFifoDepth.value);
  builder.add(
    memoryReader({
      name: 'memReader',
      output: 'memIn',
      port: board.memoryPort,
      images,
      wordsPerImage: inputBits / wordBits,
      ...(data === undefined ? {} : { words: data.input }),
    }),
  );
  network.layers.forEach((layer, index) => {
    const folding = foldings[index];
    builder.convert(folding.simd * layer.inputType.bits, `${layer.name}.in`);
    const isLast = layer === last;
    const resultBits = folding.pe * layer.outputType.bits;
    const direct = !isLast || resultBits === wordBits;
    const output = isLast ? (direct ? 'memOut' : `${layer.name}.out`) : `inter${index}`;
    const input = builder.end.name;
    const depth = isLast && direct ? library.memoryFifoDepth.value : library.defaultFifoDepth.value;
    builder.open(output, resultBits, layer.outputFeatures / folding.pe, depth);
    builder.add(mvtu({ layer, folding, input, output, images, depthCycles: library.mvtuDepth.value }));
  });
  builder.convert(wordBits, 'memOut', library.memoryFifoDepth.value);
  builder.add(
    memoryWriter({
      name: 'memWriter',
      input: builder.end.name,
      images,
      wordsPerImage: outputBits / wordBits,
      ...(data === undefined ? {} : { words: data.output }),
    }),
  );
  builder.requireKnownFifos();
  return {
    network,
    board,
    images,
    placements: network.layers.map((layer, index) => place(layer, foldings[index])),
    pipeline: { name: network.name, frames: images, blocks: builder.blocks, streams: builder.streams },
  };
}

function place(layer: Layer, folding: Folding): LayerPlacement {
  return {
    layer,
    folding,
    idealCycles: neuronFold(layer, folding) * synapseFold(layer, folding),
    inputBytes: Math.ceil((layer.inputFeatures * layer.inputType.bits) / 8),
    outputBytes: Math.ceil((layer.outputFeatures * layer.outputType.bits) / 8),
  };
}

/** The open end of the pipeline while it is built. */
interface OpenStream {
  readonly name: string;
  readonly bits: number;
  readonly wordsPerImage: number;
}

class PipelineBuilder {
  readonly blocks: Block[] = [];
  readonly streams: StreamSpec[] = [];
  end: OpenStream = { name: '', bits: 0, wordsPerImage: 0 };

  constructor(
    private readonly library: BlockLibrary,
    private readonly overlay: Overlay,
    private readonly images: number,
  ) {}

  /** Adds a stream, the new open end, as deep as the overlay says or else `usualDepth`. */
  open(name: string, bits: number, wordsPerImage: number, usualDepth: number): void {
    const asked = Object.hasOwn(this.overlay.fifos, name) ? this.overlay.fifos[name] : usualDepth;
    this.streams.push({ name, bits, depth: Math.max(asked, this.library.minimumFifoDepth.value) });
    this.end = { name, bits, wordsPerImage };
  }

  add(block: Block): void {
    if (this.blocks.some(({ name }) => name === block.name)) {
      throw new InputError(`two units are named ${block.name}; give the layer another name`);
    }
    this.blocks.push(block);
  }

  /** Brings the open end to `bits`, over the least common multiple where neither width divides the other. */
  convert(bits: number, name: string, usualDepth = this.library.defaultFifoDepth.value): void {
    const common = leastCommonMultiple(this.end.bits, bits);
    if (common !== this.end.bits && common !== bits) {
      this.convertDirectly(common, `${name}.wide`, this.library.defaultFifoDepth.value);
    }
    if (this.end.bits !== bits) this.convertDirectly(bits, name, usualDepth);
  }

  private convertDirectly(outputBits: number, output: string, usualDepth: number): void {
    const { name: input, bits: inputBits, wordsPerImage } = this.end;
    this.open(output, outputBits, (wordsPerImage * inputBits) / outputBits, usualDepth);
    const depthCycles = this.library.widthConverterDepth.value;
    const name = `${output}.dwc`;
    this.add(
      widthConverter({ name, input, output, inputBits, outputBits, wordsPerImage, images: this.images, depthCycles }),
    );
  }

  requireKnownFifos(): void {
    const names = this.streams.map(({ name }) => name);
    const unknown = Object.keys(this.overlay.fifos).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new InputError(`no stream ${unknown} in this pipeline, ${allowedNames(unknown, names)}`);
  }
}

function checkChain(network: Network): void {
  network.layers.forEach(({ name, inputs: [input] }, index) => {
    const expected = index === 0 ? 'input' : network.layers[index - 1].name;
    if (input !== expected)
      throw new InputError(`${name} reads ${input}; a pipeline is a chain, so it can read ${expected}`);
  });
}

function matchFoldings(network: Network, overlay: Overlay): Folding[] {
  const [problem] = overlayProblems(overlay, network);
  if (problem !== undefined) throw new InputError(problem.message);
  return network.layers.map((layer) => overlay.layers.find(({ name }) => name === layer.name)!);
}

function requireWholeWords(what: string, bits: number, wordBits: number): void {
  if (bits % wordBits !== 0) throw new InputError(`${what} has ${bits} bits, allowed: a multiple of ${wordBits}`);
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
