import { concatenate } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';

/** Most bytes that a login may print before the agent speaks. */
const MOST_BYTES = 2 ** 16;

/** Drops what a login prints, up to and including the line with which the agent begins. */
export class MarkerSearch {
  private before: Uint8Array | undefined = new Uint8Array();

  constructor(private readonly marker: string) {}

  /** The bytes of a piece that come after the marker. @throws InputError where it has not come in 64 KiB */
  push(piece: Uint8Array): Uint8Array {
    if (this.before === undefined) return piece;
    this.before = concatenate([this.before, piece]);
    const at = Buffer.from(this.before).indexOf(this.marker);
    if (at >= 0) {
      const after = this.before.slice(at + this.marker.length);
      this.before = undefined;
      return after;
    }
    if (this.before.length > MOST_BYTES) throw new InputError('the agent answers garbage: it does not begin');
    return new Uint8Array();
  }
}
