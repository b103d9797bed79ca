import type { Instruction } from './instruction.js';

/** The two hardware loops of a core, of which loop 0 is the inner one. */
export class HardwareLoops {
  readonly #start = new Int32Array(2);
  readonly #end = new Int32Array(2);
  readonly #count = new Int32Array(2);

  /**
   * Obeys an instruction that sets a loop up.
   * @param next index behind it
   * @param register value of its source register
   */
  set({ spec: { sets }, loop, target, immediate }: Instruction, next: number, register: number): void {
    if (sets.start !== undefined) this.#start[loop] = sets.start === 'next' ? next : target;
    if (sets.end !== undefined) this.#end[loop] = target;
    if (sets.count !== undefined) this.#count[loop] = sets.count === 'register' ? register : immediate;
  }

  /** Where to go on instead of at `next`, behind the last instruction of a loop. A count of 0 is as 1. */
  goOn(next: number): number {
    for (let loop = 0; loop < 2; loop++) {
      if (this.#end[loop] !== next || this.#count[loop] >>> 0 <= 1) continue;
      this.#count[loop]--;
      return this.#start[loop];
    }
    return next;
  }
}
