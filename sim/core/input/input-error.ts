/** Where in a user's input something was found. Lines and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * What a user gave cannot be used. The message is one line: what was found, what is allowed.
 * Everything else that is thrown in this project is a bug.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly problem: string,
    readonly place: Place = {},
  ) {
    super(oneLine(`${formatPlace(place)}${problem}`));
  }
}

function formatPlace({ file, line, column }: Place): string {
  const parts = [file, line, column].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `${parts.join(':')}: `;
}

/** Control characters and line ends, which a name of the user's may hold, as escapes. */
function oneLine(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, escaped);
}
