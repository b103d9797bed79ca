import type { Network } from '../network.js';

/** What a model becomes: the parts of a network file that are not the same for all, and its parameters. */
export interface NetworkDraft {
  /** As the file has it, without what goes for all pictures in colour. */
  readonly input: { readonly shape: readonly number[] } & Readonly<Record<string, unknown>>;
  /** How a vector says a class; left out where there are more than a network file has. */
  readonly output?: { readonly classes: number } & Readonly<Record<string, unknown>>;
  readonly layers: readonly object[];
  /** Of the parameter file, whose name is else that of the network. */
  readonly extension: 'qcf' | 'qci' | 'qcw';
  /** Bytes of the parameter file. */
  readonly parameters: Uint8Array;
  /** The network of the file, with these parameters. */
  readonly attach: (network: Network, file: string) => Network;
}

/** Choices of the user that a model alone does not say. */
export interface PixelOptions {
  /** Real numbers that the pixels 0 and 255 stand for. */
  readonly pixelRange: readonly [number, number];
}

/** Of pixels as most frameworks hand them to a network. */
export const USUAL_PIXEL_RANGE: PixelOptions['pixelRange'] = [0, 1];
