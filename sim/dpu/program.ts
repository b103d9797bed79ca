import type { Activation, HostLayer } from './compile/operations.js';
import type { Instruction } from './isa/instruction-set.js';

/** Where the parameters of a layer of the network lie behind the weights' register. */
export interface ParameterBlock {
  readonly layer: string;
  /**
   * - `bias`: a byte an output channel.
   * - `conv`: output channel after output channel, each kernel height x kernel width x input channels.
   * - `depthwise`: groups of channels of an entry, each kernel height x kernel width x channels of an entry, with zeros behind
   *   the last channel.
   */
  readonly kind: 'bias' | 'conv' | 'depthwise';
  readonly address: number;
  readonly bytes: number;
}

/** Where a tensor lies in DDR. */
export interface TensorBlock {
  readonly name: string;
  readonly place: 'input' | 'workspace' | 'output';
  readonly address: number;
  readonly bytes: number;
}

/** A layer's part of the instructions of a subgraph, and what is known of it. */
export interface ProgramLayer {
  readonly name: string;
  /** What it does, by its engines: `conv`, `conv+pool`, `depthwise`. */
  readonly op: string;
  /** Layers of the network that it computes. */
  readonly sources: readonly string[];
  readonly macs: number;
  /** Its instructions: from the first to the one before `end`. */
  readonly first: number;
  readonly end: number;
  readonly activation: Activation;
  /** Whether its input, and its output, lie in the banks. */
  readonly resident: { readonly input: boolean; readonly output: boolean };
  /** Whether its weights are loaded again for every tile of rows. */
  readonly streamsWeights: boolean;
  readonly bytes: { readonly input: number; readonly output: number };
}

/** What the host starts the core for once. */
export interface Subgraph {
  readonly on: 'dpu';
  readonly instructions: readonly Instruction[];
  readonly layers: readonly ProgramLayer[];
}

/** What the host computes itself between two subgraphs, or behind the last. */
export interface HostPart {
  readonly on: 'host';
  readonly layers: readonly HostLayer[];
}

/** What the machine is told to do for one image. */
export interface DpuProgram {
  readonly network: string;
  readonly architecture: string;
  readonly parts: readonly (Subgraph | HostPart)[];
  readonly parameters: readonly ParameterBlock[];
  readonly tensors: readonly TensorBlock[];
  /** Pixels of a picture, and bytes that are copied to the core and back. */
  readonly image: { readonly pixels: number; readonly inputBytes: number; readonly outputBytes: number };
}
