import type { Held } from './target.js';
import type { WindowPlace } from './window-fields.js';

/** Where MISC reads and writes, and which columns. */
export interface MiscPlace extends WindowPlace {
  readonly other?: Held;
  readonly biasAddress: number;
}
