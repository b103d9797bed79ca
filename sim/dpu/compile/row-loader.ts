import { REGISTERS } from '../isa/instruction-set.js';
import { isRead, type Range, type WindowSide } from './geometry.js';
import type { View } from './operations.js';
import { loadOf } from './parameters.js';
import type { Held, Target } from './target.js';

/** How LOAD writes the pixels of a row of windows behind each other. */
export interface Augmentation {
  readonly kernel: number;
  readonly stride: number;
  /** Windows of a row. */
  readonly outputs: number;
  /** First column of the input, and columns of zeros before it and behind the last. */
  readonly column: number;
  readonly before: number;
  readonly behind: number;
}

/** Loads rows of a tensor to a ring, in order, each once. */
export class RowLoader {
  private next = 0;

  constructor(
    private readonly target: Target,
    private readonly view: View,
    private readonly held: Held,
    private readonly columns: Range,
    private readonly window: WindowSide,
    private readonly augmentation?: Augmentation,
  ) {}

  /** Loads what is missing of rows that are used now; those before them are not used any more. */
  require({ from, to }: Range): void {
    this.next = Math.max(this.next, from);
    while (this.next < to) this.load();
  }

  /** Loads a row that will be used next, unless it would take the place of one from `inUse` on. */
  prefetchOne(inUse: number, to: number): boolean {
    if (this.next >= to || !this.held.region.holdsBoth(inUse, this.next)) return false;
    this.load();
    return true;
  }

  private load(): void {
    const row = this.next++;
    if (!this.held.isRing || !isRead(this.window, row)) return;
    const { scoreboard, rows } = this.target;
    const { storage } = this.view;
    const { region } = this.held;
    const load = loadOf({
      bankAddress: region.addressOf(row, 0, 0),
      bankId: region.bankOf(row),
      registerId: REGISTERS[storage.place],
      jumpWrite: region.pitch,
      ...(this.augmentation === undefined ? this.plain(row) : this.augmented(row, this.augmentation)),
    });
    scoreboard.push(load, [rows.of(storage, row)], region.rows(row, 1));
  }

  private plain(row: number) {
    const { channels } = this.view;
    const { from, to } = this.columns;
    return {
      channel: channels,
      jumpRead: this.view.storage.channels,
      length: to - from,
      ddrAddress: this.addressOf(row, from),
    };
  }

  private augmented(row: number, { kernel, stride, outputs, column, before, behind }: Augmentation) {
    const { channels } = this.view;
    return {
      channel: kernel * channels,
      jumpRead: stride * channels,
      length: outputs,
      padStart: before * channels,
      padEnd: behind * channels,
      ddrAddress: this.addressOf(row, column),
    };
  }

  private addressOf(row: number, column: number): number {
    const { storage, channelOffset } = this.view;
    return this.target.ddr.addressOf(storage) + (row * storage.width + column) * storage.channels + channelOffset;
  }
}
