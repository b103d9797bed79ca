import {
  compile,
  type FabricBoard,
  type FabricProgram,
  loadLibrary,
  type Overlay,
  toMemoryWords,
} from '../../fabric/index.js';
import { inputCodes } from '../../nn/input-codes.js';
import { type Network, pixelsPerImage } from '../../nn/network.js';
import type { PackedMatrix } from '../../nn/packed-matrix.js';
import { pseudoRandom, withPlaceholders } from '../../nn/placeholder-parameters.js';
import { computeValues } from '../values.js';
import { type Cosimulation, prepareCosimulation } from './cosimulate.js';

/** A network's design in library rtl, ready for simulation, and the codes that it must give. */
export interface NetworkCosimulation extends Cosimulation {
  readonly program: FabricProgram;
  /** The last layer's codes, a row for each image. */
  readonly outputs: PackedMatrix;
}

/**
 * Compiles a network in library rtl and computes what it gives. Layers without weights get pseudo-random ones; without pixels
 * the images are pseudo-random.
 * @param overlay its library does not matter
 */
export async function networkCosimulation(
  given: { readonly network: Network; readonly board: FabricBoard; readonly overlay: Overlay; readonly images: number },
  pixels?: Uint8Array,
): Promise<NetworkCosimulation> {
  const { board, images } = given;
  const network = withPlaceholders(given.network);
  const library = loadLibrary('rtl');
  const program = compile({ network, board, library, overlay: { ...given.overlay, library: 'rtl' }, images });
  const shown = pixels ?? randomPixels(images * pixelsPerImage(network.input));
  const outputs = await computeValues({ network, images }, shown);
  const wordBits = board.memoryPort.wordBits.value;
  const { outputType } = network.layers[network.layers.length - 1];
  const input = toMemoryWords(inputCodes(network, shown, images), network.input.type.bits, wordBits);
  const expected = toMemoryWords(outputs, outputType.bits, wordBits);
  const prepared = prepareCosimulation(program.pipeline, network.name, library, { input, expected });
  return { ...prepared, program, outputs };
}

function randomPixels(count: number): Uint8Array {
  const random = pseudoRandom(1);
  return Uint8Array.from({ length: count }, () => random(256));
}
