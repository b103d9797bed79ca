import type { Pipeline, Word } from '../core/pipeline.js';
import type { Layer, Network } from '../nn/network.js';
import type { BlockLibrary } from './library.js';
import type { FabricBoard } from './machine.js';
import type { Overlay } from './overlay.js';

/** What a pipeline is compiled from. */
export interface FabricDesign {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly library: BlockLibrary;
  readonly overlay: Overlay;
  readonly images: number;
  /** Words of all images and a place for the results, for runs that push words through the streams. */
  readonly data?: { readonly input: readonly Word[]; readonly output: Word[] };
}

/** A layer of the network and the units that compute it. */
export interface PlacedLayer {
  readonly layer: Layer;
  /** Names of its units in the order of the stream; the one that does the layer's work bears the layer's name. */
  readonly units: readonly string[];
}

/** The same with what its work comes to. */
export interface LayerPlacement extends PlacedLayer {
  /** Cycles of an image if that unit never waits: vectors x NF x SF for a matrix. */
  readonly idealCycles: number;
  /** Bytes of an image that the layer reads and writes, the last one filled up. */
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** A network laid out as a pipeline for a number of images on a board. */
export interface FabricProgram {
  readonly design: FabricDesign;
  readonly placements: readonly LayerPlacement[];
  readonly pipeline: Pipeline;
  /** Names of the streams whose depth can be chosen. */
  readonly fifos: readonly string[];
  /** Their depths in words, in the same order. */
  readonly fifoDepths: readonly number[];
}
