import type { NewStream, PipelineBuilder } from '../builder.js';
import { fabricGraph, readersOf } from '../fabric-graph.js';
import type { FabricDesign, PlacedLayer } from '../program.js';
import { FROM_MEMORY, handOnStreams, TO_MEMORY } from '../stream-names.js';
import { FinnAssembler } from './assembler.js';
import { choicesOf } from './choices.js';
import { layOut } from './layers/lay-out.js';
import type { FinnLibrary } from './library.js';

/** Who reads the last layer's output. */
const MEMORY = '';

/**
 * Lays a graph of layers out behind the builder's open end, which is the image, and leaves the result as the open end.
 * @throws InputError for a layer that the library has no unit for
 */
export function layGraph(
  builder: PipelineBuilder,
  { network, overlay }: FabricDesign,
  library: FinnLibrary,
  memoryBits: number,
): PlacedLayer[] {
  const { nodes } = fabricGraph(network);
  const layers = nodes.map(({ layer }) => layer);
  const choices = choicesOf(layers, overlay, library);
  const streams = handOnStreams(network);
  const assembler = new FinnAssembler(builder);
  /** By layer, the ends that its readers have not read yet, in their order. */
  const open = new Map<string, { readonly reader: string; readonly end: NewStream }[]>();
  const handOn = (name: string, readers: readonly string[], ends: readonly NewStream[]) =>
    open.set(
      name,
      readers.map((reader, index) => ({ reader, end: ends[index] })),
    );
  const takeEnd = (name: string, reader: string): NewStream => {
    const ends = open.get(name)!;
    const index = ends.findIndex((each) => each.reader === reader);
    return ends.splice(index, 1)[0].end;
  };

  const imageReaders = readersOf('input', nodes);
  const isShared = imageReaders.length > 1;
  const images = isShared ? assembler.handOn('input', { name: FROM_MEMORY }, imageReaders) : [builder.end];
  handOn('input', imageReaders, images);
  return nodes.map(({ layer, reads }, index) => {
    const before = builder.unitNames.length;
    const ends = reads.map((read) => takeEnd(read, layer.name));
    assembler.appendLayer(layer.name, layOut(layer, choices[index], library), ends);
    const name = streams[index];
    const isLast = name === TO_MEMORY;
    const readers = isLast ? [MEMORY] : readersOf(layer.name, nodes);
    const stream = isLast
      ? { name, bits: memoryBits, usualDepth: library.memoryFifoDepth.value }
      : { name, bits: overlay.widths[name] };
    handOn(layer.name, readers, assembler.handOn(layer.name, stream, readers));
    return { layer, units: builder.unitNames.slice(before) };
  });
}
