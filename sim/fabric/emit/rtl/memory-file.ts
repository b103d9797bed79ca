import type { MemoryContents } from '../../../core/pipeline.js';

/** The text of a memory's file, as $readmemh reads it: a word a line, from address 0 on. */
export function* memoryFile({ bits, words }: MemoryContents): Generator<string> {
  const digits = Math.ceil(bits / 4);
  for (const word of words) yield `${word.toString(16).padStart(digits, '0')}\n`;
}
