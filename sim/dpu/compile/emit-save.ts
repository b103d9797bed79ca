import { type InstructionOf, REGISTERS } from '../isa/instruction-set.js';
import { PLAIN, type Range } from './geometry.js';
import type { DpuLayer, View } from './operations.js';
import type { LayerPlan } from './plan.js';
import { RowLoader } from './row-loader.js';
import type { Held, Target } from './target.js';

/** Writes a row of a layer's output to DDR, where it does not stay in the banks. */
export function emitSave({ ddr, rows, scoreboard }: Target, view: View, held: Held, columns: Range, row: number): void {
  if (!held.isRing) return;
  const { storage, channelOffset, channels } = view;
  const { region } = held;
  const save = saveOf({
    bankAddress: region.addressOf(row, columns.from - held.column, 0),
    bankId: region.bankOf(row),
    jumpWrite: storage.channels,
    channel: channels,
    length: columns.to - columns.from,
    jumpRead: region.pitch,
    ddrAddress: ddr.addressOf(storage) + (row * storage.width + columns.from) * storage.channels + channelOffset,
    registerId: REGISTERS[storage.place],
  });
  scoreboard.push(save, region.rows(row, 1), [rows.of(storage, row)]);
}

/** Moves pixels through the banks: loads row after row, and saves each to where its pixels belong. */
export function emitMove(target: Target, { layer, tiling, rings, resident }: LayerPlan): void {
  const { input, output, move } = layer;
  const { history, regions } = target;
  const ring = tiling.rings.input!;
  const isRing = !resident.has(input.storage);
  const region = isRing
    ? history.region(rings.input!, ring.slots, ring.width, ring.pitch)
    : regions.get(input.storage)!;
  const group = isRing ? 0 : input.channelOffset / target.architecture.inputChannelParallel.value;
  const rows = new RowLoader(target, input, { region, column: 0, group, isRing }, { from: 0, to: input.width }, PLAIN);
  for (let row = 0; row < input.height; row++) {
    rows.require({ from: row, to: row + 1 });
    for (const { toRow, ...piece } of piecesOf(layer, row, region.pitch)) {
      const at = toRow * output.storage.width * output.storage.channels + output.channelOffset;
      const save = saveOf({
        bankAddress: region.addressOf(row, 0, group) + piece.fromEntry,
        bankId: region.bankOf(row),
        channel: input.channels,
        length: input.width / (move!.move === 'spaceToDepth' ? move!.factor[1] : 1),
        jumpRead: piece.entries,
        jumpWrite: piece.bytes,
        ddrAddress: target.ddr.addressOf(output.storage) + at + piece.toByte,
        registerId: REGISTERS[output.storage.place],
      });
      target.scoreboard.push(save, region.rows(row, 1), [target.rows.of(output.storage, toRow)]);
    }
  }
}

/** A SAVE's part of a row: from which entry on and how many apart, to which byte of which row on and how many apart. */
interface Piece {
  readonly fromEntry: number;
  readonly entries: number;
  readonly toRow: number;
  readonly toByte: number;
  readonly bytes: number;
}

function piecesOf({ move, input, output }: DpuLayer, row: number, pitch: number): Piece[] {
  const { move: kind, factor } = move!;
  const pixel = output.storage.channels;
  const [rows, columns] = factor;
  const across = Array.from({ length: columns }, (_, column) => column);
  if (kind === 'spaceToDepth') {
    const place = (row % rows) * columns;
    return across.map((column) => ({
      fromEntry: column * pitch,
      entries: columns * pitch,
      toRow: Math.floor(row / rows),
      toByte: (place + column) * input.channels,
      bytes: pixel,
    }));
  }
  return Array.from({ length: rows }, (_, copy) => row * rows + copy).flatMap((toRow) =>
    across.map((column) => ({
      fromEntry: 0,
      entries: pitch,
      toRow,
      toByte: column * pixel,
      bytes: columns * pixel,
    })),
  );
}

function saveOf(fields: Omit<InstructionOf<'SAVE'>, 'op' | 'dpdon' | 'dpdby' | 'hpId'>): InstructionOf<'SAVE'> {
  return { op: 'SAVE', dpdon: 0, dpdby: 0, hpId: 0, ...fields };
}
