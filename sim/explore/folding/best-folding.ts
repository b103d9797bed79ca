import { type FabricBoard, loadLibrary, type OpCost } from '../../fabric/index.js';
import { type ChainGeometry, layersOf, type OperandBits } from './geometry.js';
import { fastestWithin } from './graph-search.js';
import { graphSpace } from './graph-space.js';

/** The fastest folding of a network that a board has room for, by FINN's estimates of resources and cycles. */
export interface BestFolding {
  /** Whether the board has room for it; else it is the one that comes nearest. */
  readonly fits: boolean;
  /** Cycles from one image to the next. */
  readonly intervalCycles: number;
  readonly framesPerSecond: number;
  readonly lut: number;
  readonly bram18: number;
  readonly dsp: number;
  readonly layers: readonly {
    readonly name: string;
    readonly pe: number;
    readonly simd: number;
    readonly weights: 'block' | 'lut';
    readonly products: 'lut' | 'dsp';
  }[];
}

/**
 * The fastest folding of a chain of layers in library finn on a board, with weights and activations of so many bits.
 * @throws InputError for a layer that the library has no unit for
 */
export function bestFolding(geometry: ChainGeometry, bits: OperandBits, board: FabricBoard): BestFolding {
  const nodes = layersOf(geometry, bits).map((layer) => ({ layer, reads: layer.inputs }));
  const space = graphSpace(nodes, board, loadLibrary('finn'));
  const { cost, intervalCycles, options, partOfBudget } = fastestWithin(space, boardBudget(board));
  return {
    fits: partOfBudget <= 1,
    intervalCycles,
    framesPerSecond: board.clock.frequencyHz / intervalCycles,
    lut: Math.round(cost.lut),
    bram18: Math.ceil(cost.bram18),
    dsp: cost.dsp,
    layers: space.layers.map(({ name }, index) => ({ name, ...options[index].choice })),
  };
}

/** All that a board's device has. */
export function boardBudget({ resources: { lut, bram36, dsp } }: FabricBoard): OpCost {
  return { lut: lut.value, bram18: 2 * bram36.value, dsp: dsp.value };
}
