import type { Architecture } from '../architecture.js';
import { alongHeight, alongWidth, entriesOf, type Range, span, windowsOf } from './geometry.js';
import type { DpuLayer, MapSize } from './operations.js';

/** Rows of a map that lie in the banks at a time, in slots of PP rows; new ones take the place of old ones. */
export interface Ring {
  readonly slots: number;
  readonly width: number;
  /** Entries of a pixel. */
  readonly pitch: number;
}

export const RING_NAMES = ['input', 'middle', 'other', 'output'] as const;

export type RingName = (typeof RING_NAMES)[number];

/** How a layer is cut: into ranges of columns of its output, and into tiles of rows of what its first engine gives. */
export interface Tiling {
  /** Whether LOAD puts the pixels of a window's row behind each other, as channels. */
  readonly augmented: boolean;
  readonly tileRows: number;
  readonly columns: readonly Range[];
  /** The rings that it needs where its tensors are not in the banks as a whole. */
  readonly rings: Partial<Readonly<Record<RingName, Ring>>>;
}

/** Columns that an instruction has at most. */
const MAX_LENGTH = 1024;
/** A window of rows begins in any bank and spans at most four slots. */
const MAX_SLOTS = 4;
const MAX_PARTS = 16;

/**
 * The ways to cut a layer, the best first: as few ranges of columns as leave room for the next tile beside the one that is worked
 * on; then those that leave none.
 */
export function* tilings(layer: DpuLayer, architecture: Architecture): Generator<Tiling> {
  for (const tiles of [2, 1]) {
    for (let parts = 1; parts <= Math.min(MAX_PARTS, layer.output.width); parts++) {
      const tiling = tilingOf(layer, architecture, parts, tiles);
      if (Object.values(tiling.rings).every(({ width }) => width <= MAX_LENGTH)) yield tiling;
    }
  }
}

function tilingOf(layer: DpuLayer, architecture: Architecture, parts: number, tiles: number): Tiling {
  const { conv, misc, middle, input, output } = layer;
  const pixelParallel = architecture.pixelParallel.value;
  const perEntry = architecture.inputChannelParallel.value;
  const augmented = isAugmented(layer, perEntry);
  const tileRows = rowsOfTile(layer, pixelParallel);
  const [convHeight, miscHeight] = windowsOf(layer, alongHeight);
  const [convWidth, miscWidth] = windowsOf(layer, alongWidth);

  const outputWidth = Math.ceil(output.width / parts);
  const middleWidth = Math.min(span(miscWidth, outputWidth), middle.width);
  const inputWidth = augmented ? middleWidth : Math.min(span(convWidth, middleWidth), input.width);
  const inputPitch = augmented ? convWidth.kernel * input.channels : input.channels;
  const inStep = tileRows % (architecture.miscPixelParallel.value * miscHeight.stride) === 0;
  const alone = inStep && miscHeight.kernel === miscHeight.stride && miscHeight.before === 0;
  const kept = alone || misc?.kind === 'add' ? 0 : span(miscHeight, architecture.miscPixelParallel.value) - 1;
  const ring = ({ height, channels }: MapSize, rows: number, width: number): Ring => ({
    slots: Math.ceil(Math.min(rows, height) / pixelParallel),
    width,
    pitch: entriesOf(channels, perEntry),
  });

  const worked = tiles * tileRows;
  const first = conv === undefined ? span(miscHeight, worked) : span(convHeight, worked);
  const moved = layer.move === undefined ? first : tiles * pixelParallel;
  return {
    augmented,
    tileRows,
    columns: cut(output.width, parts),
    rings: {
      input: ring({ ...input, channels: inputPitch }, moved, layer.move === undefined ? inputWidth : input.width),
      ...(conv === undefined || misc === undefined ? {} : { middle: ring(middle, worked + kept, middleWidth) }),
      ...(layer.other === undefined ? {} : { other: ring(layer.other, worked, outputWidth) }),
      ...(layer.move === undefined ? { output: ring(output, tiles * pixelParallel, outputWidth) } : {}),
    },
  };
}

/** Whether the channels of a row of a window fill two entries at most, as those of the first layer do. (facts/dpu.md section 1.5) */
function isAugmented({ conv, input }: DpuLayer, perEntry: number): boolean {
  if (conv === undefined || input.storage.place !== 'input') return false;
  const width = conv.window.kernel[1];
  return width > 1 && conv.window.dilation[1] === 1 && width * input.channels <= 2 * perEntry;
}

/** Rows of a tile: as many as are computed at a time, fewer where their windows span more slots than an instruction names. */
function rowsOfTile(layer: DpuLayer, pixelParallel: number): number {
  const [conv, misc] = windowsOf(layer, alongHeight);
  const window = layer.conv === undefined ? misc : conv;
  const most = (MAX_SLOTS - 1) * pixelParallel + 1;
  let rows = pixelParallel;
  while (rows > 1 && span(window, rows) > most) rows /= 2;
  return rows;
}

/** Nearly equal ranges. */
function cut(size: number, parts: number): Range[] {
  const edge = (part: number) => Math.floor((part * size) / parts);
  return Array.from({ length: parts }, (_, part) => ({ from: edge(part), to: edge(part + 1) }));
}

/** Entries of every bank that a ring takes. */
export function entriesOfRing({ slots, width, pitch }: Ring): number {
  return slots * width * pitch;
}
