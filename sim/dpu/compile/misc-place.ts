import type { Covered, Range } from './geometry.js';
import type { Held } from './target.js';

/** Where MISC reads and writes, and which columns. */
export interface MiscPlace {
  readonly input: Held;
  readonly inputColumns: Covered;
  readonly other?: Held;
  readonly output: Held;
  readonly columns: Range;
  readonly biasAddress: number;
}
