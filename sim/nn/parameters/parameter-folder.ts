import { InputError } from '../../core/input/input-error.js';

/** Bytes of a word of the original projects' parameter files. */
export const WORD_BYTES = 8;

/** The files of a parameter set by their base names. */
export class ParameterFolder {
  readonly #files = new Map<string, { readonly path: string; readonly bytes: Uint8Array }>();

  /**
   * @param files bytes by name; folders in the names do not matter
   * @param source name of the folder or archive in messages
   * @throws InputError for two files of one name
   */
  constructor(
    files: ReadonlyMap<string, Uint8Array>,
    private readonly source: string,
  ) {
    for (const [path, bytes] of files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const other = this.#files.get(name);
      if (other !== undefined) throw new InputError(`two files ${name}: ${other.path} and ${path}`, { file: source });
      this.#files.set(name, { path, bytes });
    }
  }

  /** The names of the files. */
  get names(): string[] {
    return [...this.#files.keys()];
  }

  /** The full name of a file for messages. */
  path(name: string): string {
    return `${this.source}/${this.#files.get(name)?.path ?? name}`;
  }

  /** @throws InputError where there is no such file */
  bytes(name: string): Uint8Array {
    const file = this.#files.get(name);
    if (file === undefined) throw new InputError('no such file in the parameter set', { file: this.path(name) });
    return file.bytes;
  }

  /**
   * The bytes of a file that must hold `count` words.
   * @throws InputError where there is no such file or it holds more or less
   */
  words(name: string, count: number): Uint8Array {
    const bytes = this.bytes(name);
    const expected = count * WORD_BYTES;
    if (bytes.length !== expected) {
      const problem = `${bytes.length} bytes, expected ${expected} (${count} words of ${WORD_BYTES})`;
      throw new InputError(problem, { file: this.path(name) });
    }
    return bytes;
  }
}
