import type { Network } from '../../network.js';
import type { ImportedNetwork } from '../imported-network.js';

/** What a graph becomes: the parts of a network file that are not the same for all, and its parameters. */
export interface NetworkDraft {
  /** As the file has it, without what goes for all pictures in colour. */
  readonly input: { readonly shape: readonly number[] } & Readonly<Record<string, unknown>>;
  readonly output?: object;
  readonly layers: readonly object[];
  readonly extension: ImportedNetwork['extension'];
  /** Bytes of the parameter file. */
  readonly parameters: Uint8Array;
  /** The network of the file, with these parameters. */
  readonly attach: (network: Network, file: string) => Network;
}

/** Choices of the user that a graph alone does not say. */
export interface PixelOptions {
  /** Real numbers that the pixels 0 and 255 stand for. */
  readonly pixelRange: readonly [number, number];
}
