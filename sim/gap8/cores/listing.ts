import { InputError, type Place } from '../../core/input/input-error.js';
import { showName } from '../../core/input/show.js';

/** A word of a listing and where it stands. */
export interface Token {
  readonly text: string;
  readonly place: Required<Place>;
}

/** What a line of a listing says: labels, and an instruction or directive with its operands. */
export interface Line {
  readonly labels: readonly Token[];
  readonly name?: Token;
  readonly operands: readonly Token[];
}

const MAX_CHARACTERS = 2 ** 18;
const NAME = '[A-Za-z_.][\\w.]*';

/**
 * Splits a listing into lines: `label: mnemonic operand, operand # comment`.
 * @param file name of the text in messages
 * @throws InputError where a line has another form
 */
export function parseListing(text: string, file: string): Line[] {
  if (text.length > MAX_CHARACTERS) {
    throw new InputError(`${text.length} characters, allowed: at most ${MAX_CHARACTERS}`, { file });
  }
  return text.split(/\r?\n/).map((line, index) => parseLine(line.replace(/#.*/, ''), file, index + 1));
}

function parseLine(text: string, file: string, line: number): Line {
  let start = 0;
  const take = (pattern: RegExp): Token | undefined => {
    const match = pattern.exec(text.slice(start));
    if (match === null) return undefined;
    const column = start + match[0].indexOf(match[1]) + 1;
    start += match[0].length;
    return { text: match[1], place: { file, line, column } };
  };

  const labels: Token[] = [];
  for (let label = take(LABEL); label !== undefined; label = take(LABEL)) labels.push(label);
  const name = take(MNEMONIC);
  const rest = text.slice(start);
  if (rest.trim() === '') return { labels, ...(name && { name }), operands: [] };
  const place = { file, line, column: start + rest.search(/\S/) + 1 };
  if (name === undefined || !/^\s/.test(rest)) {
    throw new InputError(`found ${showName(rest.trim())}, expected a label, an instruction or a directive`, place);
  }
  return { labels, name, operands: splitOperands(rest, start, file, line) };
}

const LABEL = new RegExp(`^\\s*(${NAME})\\s*:`);
const MNEMONIC = new RegExp(`^\\s*(${NAME})`);

function splitOperands(text: string, start: number, file: string, line: number): Token[] {
  let offset = start;
  return text.split(',').map((piece) => {
    const column = offset + Math.max(piece.search(/\S/), 0) + 1;
    offset += piece.length + 1;
    if (piece.trim() === '') throw new InputError('an operand is missing', { file, line, column });
    return { text: piece.trim(), place: { file, line, column } };
  });
}
