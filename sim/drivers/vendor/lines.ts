import { InputError } from '../../core/input/input-error.js';

const MAX_CHARACTERS = 2 ** 20;

/**
 * Lines of what a program on a board printed, without carriage returns and the colours of terminals.
 * @param source name of the text in messages
 * @throws InputError where it is longer than a million characters
 */
export function printedLines(text: string, source: string): string[] {
  if (text.length > MAX_CHARACTERS) {
    throw new InputError(`${text.length} characters, allowed: at most ${MAX_CHARACTERS}`, { file: source });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
  return text.split('\n').map((line) => line.replace(/\u001b\[[\d;]*m/g, '').replace(/\r+$/, ''));
}

/** The first lines that match patterns which follow each other, with the groups of each. Undefined where one does not come. */
export function matchInOrder(
  lines: readonly string[],
  patterns: readonly RegExp[],
  from = 0,
): { readonly groups: readonly string[]; readonly next: number } | undefined {
  const groups: string[] = [];
  let index = from;
  for (const pattern of patterns) {
    while (index < lines.length && !pattern.test(lines[index])) index++;
    if (index === lines.length) return undefined;
    groups.push(...lines[index].match(pattern)!.slice(1));
    index++;
  }
  return { groups, next: index };
}

/** Whether a figure is another one as it is printed with some decimals. */
export function agreesAsPrinted(figure: number, exact: number, decimals: number): boolean {
  return Math.abs(figure - exact) <= 0.5 * 10 ** -decimals * (1 + 1e-6) + Math.abs(exact) * 1e-6;
}
