import { Hazard } from './scoreboard.js';

/** Where a map, or as many of its rows as fit, lies in a group of banks. */
export interface Placement {
  readonly group: number;
  readonly base: number;
  readonly entries: number;
}

/** What lies in the banks of feature maps: ranges of entries, the same in all banks of a group. */
export class FeatureBanks {
  private readonly taken: Placement[][];

  constructor(
    groups: number,
    private readonly entriesPerBank: number,
  ) {
    this.taken = Array.from({ length: groups }, () => []);
  }

  /** Finds room for a range in the emptiest group; undefined where there is none. */
  take(entries: number): Placement | undefined {
    const order = this.taken.map((_, group) => group).sort((a, b) => this.used(a) - this.used(b));
    for (const group of order) {
      const base = this.gap(group, entries);
      if (base === undefined) continue;
      const placement = { group, base, entries };
      this.taken[group].push(placement);
      this.taken[group].sort((a, b) => a.base - b.base);
      return placement;
    }
    return undefined;
  }

  /** Finds room for several ranges, the largest first; takes all or none. */
  takeAll(entries: readonly number[]): Placement[] | undefined {
    const found: Placement[] = [];
    const order = entries.map((_, index) => index).sort((a, b) => entries[b] - entries[a]);
    for (const index of order) {
      const placement = this.take(entries[index]);
      if (placement === undefined) {
        for (const each of found) if (each !== undefined) this.free(each);
        return undefined;
      }
      found[index] = placement;
    }
    return found;
  }

  free(placement: Placement): void {
    const { group } = placement;
    this.taken[group] = this.taken[group].filter((each) => each !== placement);
  }

  private used(group: number): number {
    return this.taken[group].reduce((sum, { entries }) => sum + entries, 0);
  }

  private gap(group: number, entries: number): number | undefined {
    let base = 0;
    for (const each of this.taken[group]) {
      if (each.base - base >= entries) return base;
      base = each.base + each.entries;
    }
    return this.entriesPerBank - base >= entries ? base : undefined;
  }
}

/** Rows of a map in banks: row r lies in bank r modulo PP, and takes the place of the row `rows` before it. */
export class Region {
  readonly hazards: readonly Hazard[];

  /**
   * @param pitch entries of a pixel
   * @param column of the map that lies at the base
   */
  constructor(
    readonly placement: Placement,
    private readonly banks: number,
    private readonly slots: number,
    private readonly slotEntries: number,
    readonly pitch: number,
    before: Iterable<Hazard>,
  ) {
    const inherited = new Hazard();
    inherited.inherit(before);
    this.hazards = Array.from({ length: slots * banks }, () => {
      const hazard = new Hazard();
      hazard.inherit([inherited]);
      return hazard;
    });
  }

  /** Rows that it holds at a time. */
  get rowsHeld(): number {
    return this.hazards.length;
  }

  bankOf(row: number): number {
    return this.placement.group * this.banks + (row % this.banks);
  }

  /** Entry of a pixel's group of channels. */
  addressOf(row: number, column: number, channelGroup: number): number {
    return this.slotAddress(Math.floor(row / this.banks)) + column * this.pitch + channelGroup;
  }

  /** Entries at which the slots of PP rows from that of `row` on begin, for as many rows. */
  addressesOf(row: number, rows: number, column: number, channelGroup: number): number[] {
    const [first, last] = [row, row + rows - 1].map((each) => Math.floor(each / this.banks));
    const offset = column * this.pitch + channelGroup;
    return Array.from({ length: last - first + 1 }, (_, slot) => this.slotAddress(first + slot) + offset);
  }

  /** Hazards of rows from `row` on. */
  rows(row: number, rows: number): Hazard[] {
    return Array.from({ length: rows }, (_, index) => this.hazards[(row + index) % this.hazards.length]);
  }

  /** Whether it holds both of two rows. */
  holdsBoth(first: number, last: number): boolean {
    return last - first < this.hazards.length;
  }

  private slotAddress(slot: number): number {
    return this.placement.base + (slot % this.slots) * this.slotEntries;
  }
}
