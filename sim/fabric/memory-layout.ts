import { InputError } from '../core/input/input-error.js';
import type { DataType } from '../nn/data-type.js';
import { elements, type Shape } from '../nn/network.js';
import type { BlockLibrary } from './library.js';
import type { FabricBoard } from './machine.js';
import { greatestCommonDivisor } from './widths.js';

/** Words of a tensor in memory, and their width. */
export interface MemoryWords {
  readonly bits: number;
  readonly wordsPerFrame: number;
}

/**
 * How a tensor lies in memory. Library finn moves narrower words of one that does not fill whole ones.
 * @param what it is, for the message
 * @throws InputError for a tensor that does not fill whole words, in another library
 */
export function memoryWords(
  what: string,
  shape: Shape,
  type: DataType,
  { memoryPort }: FabricBoard,
  library: BlockLibrary,
): MemoryWords {
  const bits = tensorBits(shape, type);
  const wordBits = memoryPort.wordBits.value;
  const width = library.name === 'finn' ? greatestCommonDivisor(bits, wordBits) : wordBits;
  if (bits % width === 0) return { bits: width, wordsPerFrame: bits / width };
  throw new InputError(`${what} has ${bits} bits, allowed: a multiple of ${wordBits}`);
}

export function tensorBits(shape: Shape, { bits }: DataType): number {
  return elements(shape) * bits;
}
