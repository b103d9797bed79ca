import type { Architecture } from '../architecture.js';
import type { Region } from './banks.js';
import type { BankHistory, Ddr, DdrRows } from './memory.js';
import type { Storage } from './operations.js';
import type { Hazard, Scoreboard } from './scoreboard.js';

/** What is the same for all layers of a subgraph. */
export interface Target {
  readonly scoreboard: Scoreboard;
  readonly architecture: Architecture;
  readonly ddr: Ddr;
  readonly rows: DdrRows;
  readonly history: BankHistory;
  /** Tensors that are in the banks as a whole. */
  readonly regions: Map<Storage, Region>;
  readonly parameterHazards: { readonly conv: Hazard[]; readonly depthwise: Hazard; readonly bias: Hazard };
}

/** Where a tensor of a layer lies in the banks, and which of its columns. */
export interface Held {
  readonly region: Region;
  /** Column of the map at the region's base. */
  readonly column: number;
  /** First group of channels. */
  readonly group: number;
  readonly isRing: boolean;
}
