import type { Lines } from '../program.js';
import type { Memory, Operand, Schedule } from '../schedule.js';
import type { InputStream, Stream, Tile } from './plan.js';

/** A part of a map: planes of bytes, of which each has a line of its own. */
export interface MapPart {
  readonly planes: number;
  /** Bytes of a plane that are moved. */
  readonly bytes: number;
}

/** A tile of a map, and the slab that it is part of. */
export interface MapTile {
  readonly body: number;
  readonly part: MapPart;
  readonly slab: MapPart;
  /** Tells slabs apart. */
  readonly slabKey: string;
}

/** Copies of contiguous bytes. */
export function contiguous(bytes: number): Lines {
  return { bytes, lineBytes: bytes };
}

/** The lines of a part of planes of `plane` bytes each; they touch where the part has all of a plane. */
function linesOf({ planes, bytes }: MapPart, plane: number, mergeLines: boolean): Lines {
  return mergeLines && bytes === plane ? contiguous(planes * bytes) : { bytes: planes * bytes, lineBytes: bytes };
}

/**
 * Streams the tiles of a map that lies in L2, or that passes through L2 slab by slab: planes are compact in a slab.
 * @param plane bytes of a plane of the map
 */
export function mapStream(
  operand: string,
  tiles: readonly MapTile[],
  plane: number,
  memory: Memory,
  { mergeLines }: Pick<Schedule, 'mergeLines'>,
): Omit<Stream, 'buffers'> {
  if (memory === 'L2') {
    return {
      operand,
      tiles: tiles.map(({ body, part }) => ({ body, copy: linesOf(part, plane, mergeLines), slab: 0 })),
    };
  }
  const slabs: Lines[] = [];
  let last: string | undefined;
  const staged = tiles.map(({ body, part, slab, slabKey }): Tile => {
    if (slabKey !== last) slabs.push(linesOf(slab, plane, mergeLines));
    last = slabKey;
    return { body, copy: linesOf(part, slab.bytes, true), slab: slabs.length - 1 };
  });
  return { operand, tiles: staged, slabs };
}

/** Streams tiles of a tensor; from HyperRAM each tile is a slab, which is compact in L2. */
export function tensorStream(
  operand: Operand,
  tiles: readonly { readonly body: number; readonly copy: Lines }[],
  memory: Memory = 'L2',
): Omit<Stream, 'buffers'> {
  if (memory === 'L2') return { operand, tiles: tiles.map((tile, slab) => ({ ...tile, slab })) };
  const compact = tiles.map(({ body, copy }, slab) => ({ body, copy: contiguous(copy.bytes), slab }));
  return { operand, tiles: compact, slabs: tiles.map(({ copy }) => copy) };
}

/** A stream with as many buffers as it can use. */
export function buffered<Each extends Omit<Stream, 'buffers'>>(stream: Each, single = false): Each & Stream {
  return { ...stream, buffers: single || stream.tiles.length === 1 ? 1 : 2 };
}

/** An input in the loop that it changes in. */
export function inLoop(stream: Omit<Stream, 'buffers'>, loop: InputStream['loop'], single: boolean): InputStream {
  return { ...buffered(stream, single), loop };
}
