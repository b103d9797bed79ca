import { stringify } from 'yaml';
import { blockNames, SINK, SOURCE } from './graph.js';
import type { PipelineFile } from './schema.js';

/** A place in a pipeline file where a FIFO stands or can be put. */
export interface FifoPlace {
  /** Name of the FIFO. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Depth that the file gives it; undefined where no FIFO stands. */
  readonly depth: number | undefined;
  /** The block that is the FIFO or, where none stands, that takes the stream; the number of blocks for the sink. */
  readonly block: number;
  /** The block's input, or 0. */
  readonly input: number;
}

const MAX_NAME = 64;

/** The FIFOs of a file, and the streams between blocks that have none, in the order of the blocks. */
export function fifoPlaces(file: PipelineFile): FifoPlace[] {
  const { blocks } = file;
  const names = blockNames(file);
  const takenFrom = sourcesOf(file, names);
  const takers = (name: string) => names.filter((_, index) => takenFrom[index].includes(name));
  const isFifo = (name: string) => blocks[names.indexOf(name)]?.type === 'fifo';
  const taken = new Set(names);
  const places: FifoPlace[] = [];
  const addGap = (from: string, to: string, block: number, input: number) => {
    if (isFifo(from)) return;
    places.push({ name: freeName(`fifo_${to}`, taken), from, to, depth: undefined, block, input });
  };
  blocks.forEach((block, index) => {
    if (block.type === 'fifo') {
      const [from] = takenFrom[index];
      const to = takers(names[index])[0] ?? SINK;
      places.push({ name: names[index], from, to, depth: block.depth, block: index, input: 0 });
    } else {
      for (const [input, from] of takenFrom[index].entries()) addGap(from, names[index], index, input);
    }
  });
  addGap(names[names.length - 1], SINK, blocks.length, 0);
  return places;
}

/**
 * The file with these depths of FIFOs, by the name of the place, and for so many frames. A FIFO is put where none stands if
 * a depth is given; one that stands keeps its depth if none is.
 */
export function withFifoDepths(file: PipelineFile, depths: ReadonlyMap<string, number>, frames: number): PipelineFile {
  const names = blockNames(file);
  const takenFrom = sourcesOf(file, names);
  const places = fifoPlaces(file);
  const blocks: unknown[] = [];
  /** Puts a FIFO in front of an input, if one is asked for; what the input then takes. */
  const take = (from: string, block: number, input: number): string => {
    const place = places.find((each) => each.block === block && each.input === input && each.depth === undefined);
    const depth = place === undefined ? undefined : depths.get(place.name);
    if (place === undefined || depth === undefined) return from;
    blocks.push({ type: 'fifo', name: place.name, from: [from], depth });
    return place.name;
  };
  file.blocks.forEach((block, index) => {
    const from = takenFrom[index].map((name, input) => take(name, index, input));
    const depth = block.type === 'fifo' ? { depth: depths.get(names[index]) ?? block.depth } : {};
    blocks.push({ ...block, name: names[index], from, ...depth });
  });
  take(names[names.length - 1], file.blocks.length, 0);
  return { ...file, frames, blocks } as PipelineFile;
}

/** The text of a pipeline file with these depths of FIFOs, which `parsePipelineFile` reads. */
export function pipelineFileText(file: PipelineFile, depths: ReadonlyMap<string, number>): string {
  return stringify(withFifoDepths(file, depths, file.frames));
}

/** For each block the names of those whose outputs it takes. */
function sourcesOf({ blocks }: PipelineFile, names: readonly string[]): string[][] {
  return blocks.map(({ from }, index) => [...(from ?? [index === 0 ? SOURCE : names[index - 1]])]);
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted.slice(0, MAX_NAME);
  for (let copy = 1; taken.has(name); copy++) name = `${wanted.slice(0, MAX_NAME - 6)}_${copy}`;
  taken.add(name);
  return name;
}
