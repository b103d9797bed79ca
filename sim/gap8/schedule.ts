import { type Gap8Layer, slides, type Tensor, tensorsOf } from './layers.js';

/** Maps that a layer reads, in its order. */
export const INPUT_OPERANDS = ['input', 'input2', 'input3', 'input4', 'input5', 'input6', 'input7', 'input8'] as const;

export const OPERANDS = [...INPUT_OPERANDS, 'weights', 'bias', 'multiplier'] as const;

/** What a layer loads into L1. */
export type Operand = (typeof OPERANDS)[number];

/** Where a map lies while the layer runs, or where weights come from: `L3` is the HyperRAM. */
export type Memory = 'L2' | 'L3';

/** Sizes of a tile in L1. What is absent is not cut. */
export interface TileSizes {
  /** Channels of the output; of a depthwise layer and a pool, of both maps. */
  readonly channels?: number | undefined;
  /** Channels of the input; convolutions alone cut them. */
  readonly inChannels?: number | undefined;
  /** Rows of the output, of convolutions, depthwise layers and pools. */
  readonly rows?: number | undefined;
  /** Pixels of a pointwise layer's maps. */
  readonly pixels?: number | undefined;
  /** Elements of a layer that treats them all alike. */
  readonly elements?: number | undefined;
}

/** The part of a map that is in L2 on its way from or to HyperRAM: several tiles. What is absent is as large as a tile. */
export interface SlabSizes {
  readonly rows?: number | undefined;
  readonly pixels?: number | undefined;
  readonly elements?: number | undefined;
}

/** A tensor of a layer, by the layer's name. */
export interface TensorName {
  readonly layer: string;
  readonly tensor: Tensor;
}

/** How a layer is cut, placed and moved. */
export interface LayerSchedule {
  readonly layer: string;
  /** Of each map that it reads. */
  readonly inputs: readonly Memory[];
  readonly output: Memory;
  /** `L3`: streamed tile by tile while the layer runs. */
  readonly weights: Memory;
  readonly tile: TileSizes;
  readonly slab: SlabSizes;
  /** Whether a convolution gathers the window of each output into a vector, instead of sliding it over each plane. */
  readonly im2col: boolean;
  /** Which loop of a pointwise layer is the outer one: over tiles of pixels, or over tiles of output channels. */
  readonly outer: 'pixels' | 'channels';
  /** In the order in which their first tiles are requested. */
  readonly operands: readonly Operand[];
  /** Operands whose next tile is only loaded when the one before is used up, into the same place. */
  readonly singleBuffered: readonly Operand[];
  /** Tensors that are requested from HyperRAM before the layer, and those that are waited for. */
  readonly fetch: readonly TensorName[];
  readonly await: readonly TensorName[];
}

/** How a network runs on the machine. Frozen plain data. */
export interface Schedule {
  readonly name: string;
  readonly network: string;
  readonly source: string;
  /** Whether a copy whose lines touch is one line. */
  readonly mergeLines: boolean;
  /** Whether a buffer in L2 is requested to be refilled before the copy out of it has been waited for. */
  readonly eagerRefill: boolean;
  /** Whether requests and waits for tensors lie inside the timed windows of the layers. */
  readonly timedFetches: boolean;
  readonly layers: readonly LayerSchedule[];
}

/** Something that is wrong with a schedule, and where in its file. */
export interface ScheduleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a layer loads into L1, in the usual order. */
export function operandsOf(layer: Gap8Layer): Operand[] {
  return [...INPUT_OPERANDS.slice(0, layer.inputs.length), ...tensorsOf(layer)];
}

/** Whether a convolution has to gather its windows. */
export function needsIm2col(layer: Gap8Layer): boolean {
  return layer.op === 'convolution' && !slides(layer);
}
