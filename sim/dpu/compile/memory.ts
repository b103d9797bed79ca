import type { ParameterBlock, TensorBlock } from '../program.js';
import { type Placement, Region } from './banks.js';
import type { Storage } from './operations.js';
import { Hazard } from './scoreboard.js';

/** Addresses in DDR begin at multiples of it. */
const ALIGNMENT = 64;

/** DDR behind the registers: parameters one behind the other, and every tensor at an address of its own. */
export class Ddr {
  readonly parameters: ParameterBlock[] = [];
  readonly tensors: TensorBlock[] = [];
  private readonly addresses = new Map<Storage, number>();
  private readonly ends = { weights: 0, input: 0, workspace: 0, output: 0 };

  /** Lays parameters out; gives their address. */
  place(layer: string, kind: ParameterBlock['kind'], bytes: number): number {
    const address = this.next('weights', bytes);
    this.parameters.push({ layer, kind, address, bytes });
    return address;
  }

  addressOf(storage: Storage): number {
    const known = this.addresses.get(storage);
    if (known !== undefined) return known;
    const { name, place, height, width, channels } = storage;
    const bytes = height * width * channels;
    const address = this.next(place, bytes);
    this.addresses.set(storage, address);
    this.tensors.push({ name, place, address, bytes });
    return address;
  }

  private next(place: keyof typeof this.ends, bytes: number): number {
    const address = this.ends[place];
    this.ends[place] = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    return address;
  }
}

/** Rows of tensors in DDR, as something that SAVE writes and LOAD reads in a subgraph; what others did is done when it begins. */
export class DdrRows {
  private readonly rows = new Map<Storage, Hazard[]>();

  of(storage: Storage, row: number): Hazard {
    const rows = this.rows.get(storage) ?? Array.from({ length: storage.height }, () => new Hazard());
    this.rows.set(storage, rows);
    return rows[row];
  }
}

/** What the banks of feature maps have held: what takes the place of something waits for those who used that. */
export class BankHistory {
  private readonly past: Region[] = [];

  constructor(private readonly pixelParallel: number) {}

  region(placement: Placement, slots: number, width: number, pitch: number): Region {
    const before = this.past.filter((each) => overlap(each.placement, placement)).flatMap(({ hazards }) => hazards);
    const region = new Region(placement, this.pixelParallel, slots, width * pitch, pitch, before);
    const covered = (each: Region) => covers(placement, each.placement);
    this.past.splice(0, this.past.length, ...this.past.filter((each) => !covered(each)), region);
    return region;
  }
}

function overlap(a: Placement, b: Placement): boolean {
  return a.group === b.group && a.base < b.base + b.entries && b.base < a.base + a.entries;
}

function covers(a: Placement, b: Placement): boolean {
  return a.group === b.group && a.base <= b.base && a.base + a.entries >= b.base + b.entries;
}
