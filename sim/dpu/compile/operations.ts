import type { Padding, Size } from '../../nn/network.js';

/** Height, width and channels of a tensor. */
export interface MapSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A tensor that has memory of its own: of the network's input, of its outputs, or between two layers. */
export interface Storage extends MapSize {
  readonly name: string;
  readonly place: 'input' | 'workspace' | 'output';
}

/** A tensor: a range of the channels of a storage. What is concatenated lies side by side in one storage. */
export interface View extends MapSize {
  readonly storage: Storage;
  readonly channelOffset: number;
}

/** How windows lie on a map. */
export interface Window {
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

/** What becomes of sums before they are rounded. */
export type Activation = 'none' | 'relu' | 'relu6' | 'leakyRelu';

/** Powers of two that a sum and its bias are brought to, where the network tells them. */
export interface Shifts {
  readonly shiftCut: number;
  readonly shiftBias: number;
}

interface Sums extends Shifts {
  readonly window: Window;
  readonly activation: Activation;
}

/** A dense convolution; a fully connected layer is one whose window is the whole map. */
export interface ConvStage extends Sums {
  readonly kind: 'conv';
}

export interface DepthwiseStage extends Sums {
  readonly kind: 'depthwise';
}

export interface PoolStage {
  readonly kind: 'pool';
  readonly pool: 'max' | 'average';
  readonly window: Window;
  /** Field of the shift to the scale of the output. */
  readonly shiftCut: number;
}

/** Fields of the shifts that bring addends to one scale, and their sum to that of the output. */
export interface AddShiftFields {
  readonly shiftRead: readonly [number, number];
  readonly shiftWrite: number;
}

/** The sum of two tensors. */
export interface AddStage extends AddShiftFields {
  readonly kind: 'add';
  readonly activation: Activation;
}

/**
 * Pixels that are only moved, by LOAD and SAVE alone: to the same places, each to a rectangle of `factor` pixels, or
 * the pixels of such a rectangle behind each other to the channels of one.
 */
export interface MoveStage {
  readonly kind: 'move';
  readonly move: 'copy' | 'upsample' | 'spaceToDepth';
  readonly factor: Size;
}

export type Stage = ConvStage | DepthwiseStage | PoolStage | AddStage | MoveStage;

/** What MISC does. */
export type MiscStage = DepthwiseStage | PoolStage | AddStage;

/** One operation of the network on tensors. */
export interface Operation {
  readonly name: string;
  readonly stage: Stage;
  readonly inputs: readonly View[];
  readonly output: View;
  /** Names of the tensors that it reads and writes. */
  readonly reads: readonly string[];
  readonly macs: number;
}

/** What the DPU does between two barriers: a convolution, an operation of MISC, or the one and behind it the other. */
export interface DpuLayer {
  readonly name: string;
  /** Layers of the network that it computes. */
  readonly sources: readonly string[];
  readonly input: View;
  readonly conv?: ConvStage;
  /** What the convolution gives, where MISC reads it. */
  readonly middle: MapSize;
  readonly misc?: MiscStage;
  readonly move?: MoveStage;
  /** The other tensor of a sum. */
  readonly other?: View;
  readonly output: View;
  readonly macs: number;
}

/** Layers that run one after the other, on the DPU or on the host. */
export type Part =
  | { readonly on: 'dpu'; readonly operations: readonly Operation[] }
  | { readonly on: 'host'; readonly layers: readonly HostLayer[] };

/** A layer that the DPU cannot run. */
export interface HostLayer {
  readonly name: string;
  readonly op: string;
  readonly why: string;
  /** Elements that it reads and writes. */
  readonly elements: number;
}
