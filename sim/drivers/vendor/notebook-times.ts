import { InputError } from '../../core/input/input-error.js';
import { matchInOrder, printedLines } from './lines.js';

const CALL = [/^HW implementation took (\d{1,12}) microseconds$/];

/**
 * The microseconds that the notebooks of QNN-MO-PYNQ print for the call of the offloaded layers.
 * @param source name of the text in messages
 * @throws InputError where the line is missing or damaged
 */
export function parseCallTime(text: string, source: string): number {
  const found = matchInOrder(printedLines(text, source), CALL);
  const microseconds = Number(found?.groups[0] ?? 0);
  if (microseconds > 0) return microseconds;
  throw new InputError('found no time, expected "HW implementation took <t> microseconds"', { file: source });
}
