/** Words as one command line of a POSIX shell, each quoted so that the shell changes nothing in it. */
export function quoteWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
