import type { Pipeline } from '../core/pipeline.js';
import type { Folding } from '../nn/folding.js';
import type { Layer, Network } from '../nn/network.js';
import type { FabricBoard } from './machine.js';

/** A layer of the network and the unit that computes it. */
export interface LayerPlacement {
  readonly layer: Layer;
  readonly folding: Folding;
  /** Cycles of an image if the unit never waits: NF x SF. */
  readonly idealCycles: number;
  /** Bytes of an image that the unit reads and writes, the last one filled up. */
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** A network laid out as a pipeline for a number of images on a board. The unit of a layer bears the layer's name. */
export interface FabricProgram {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly images: number;
  readonly placements: readonly LayerPlacement[];
  readonly pipeline: Pipeline;
}
