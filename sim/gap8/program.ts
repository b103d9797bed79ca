import type { Fork } from './fork.js';
import type { Gap8Layer } from './layers.js';

/** Bytes that a request moves, in lines; a request of one line is contiguous. */
export interface Lines {
  readonly bytes: number;
  readonly lineBytes: number;
}

/** A request for a transfer: between HyperRAM and L2 (`l3`), or between L2 and L1 (`dma`). */
export interface Request extends Lines {
  readonly op: 'l3' | 'dma';
  /** Number of the request; unique in a program. */
  readonly request: number;
  readonly direction: 'in' | 'out';
  /** Operand that is moved. */
  readonly operand: string;
}

/** What the cluster's master does, one after the other. A wait is for the end of a request. */
export type Instruction =
  | Request
  | { readonly op: 'wait'; readonly request: number }
  | { readonly op: 'fork'; readonly fork: Fork };

/** A layer's part of a program. */
export interface ProgramLayer {
  readonly layer: Gap8Layer;
  /** Between the windows of the layer before and of this one. */
  readonly before: readonly Instruction[];
  /** What is timed. */
  readonly window: readonly Instruction[];
}

/** What the machine is told to do: a list of requests, waits and forks for each layer. */
export interface Gap8Program {
  readonly network: string;
  readonly layers: readonly ProgramLayer[];
  /** Layers behind these that are not part of the program: the fabric controller computes them in software. */
  readonly inSoftware: readonly string[];
}
