import type { Readable } from 'node:stream';

const MOST_BYTES = 2000;

/** Keeps the end of what a program prints as errors, for the message when it ends. */
export class LastWords {
  private text = '';

  constructor(errors: Readable) {
    errors.on('data', (piece: Buffer) => {
      this.text = (this.text + piece.toString('latin1')).slice(-MOST_BYTES);
    });
  }

  /** How it ended, and its last line. */
  describe(how: string): string {
    const last = this.text.trim().split('\n').at(-1) ?? '';
    return last === '' ? how : `${how}: ${last}`;
  }
}
