import { InputError } from '../../core/input/input-error.js';
import { suggestion } from '../../core/input/nearest.js';
import { showName } from '../../core/input/show.js';
import { REGISTERS } from './instruction-set.js';
import type { Token } from './listing.js';

const TERM = /^\s*([+-]?)\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_.][\w.]*)\s*/;

/** The names that a listing has given so far: constants (`.equ`), registers (`.reg`), and labels. */
export class Symbols {
  readonly #constants: Map<string, number>;
  readonly #registers = new Map(REGISTERS);
  readonly #labels = new Map<string, number>();

  constructor(constants: Readonly<Record<string, number>>) {
    this.#constants = new Map(Object.entries(constants));
  }

  defineConstant(name: Token, value: Token): void {
    this.#requireNew(name, this.#constants);
    this.#constants.set(name.text, this.number(value, -(2 ** 31), 2 ** 32 - 1));
  }

  defineRegister(name: Token, register: Token): void {
    this.#requireNew(name, this.#registers);
    this.#registers.set(name.text, this.register(register));
  }

  defineLabel(name: Token, index: number): void {
    this.#requireNew(name, this.#labels);
    this.#labels.set(name.text, index);
  }

  register({ text, place }: Token): number {
    const register = this.#registers.get(text);
    if (register !== undefined) return register;
    const near = suggestion(text, [...this.#registers.keys()]);
    throw new InputError(`found ${showName(text)}, expected a register such as a0 or x10${near}`, place);
  }

  /** Whether a text names a register, as opposed to a number. */
  isRegister(text: string): boolean {
    return this.#registers.has(text);
  }

  label({ text, place }: Token): number {
    const index = this.#labels.get(text);
    if (index !== undefined) return index;
    throw new InputError(`unknown label ${showName(text)}${suggestion(text, [...this.#labels.keys()])}`, place);
  }

  /** A sum of numbers and constants. @throws InputError where it is not one, or outside `least` to `most` */
  number(token: Token, least: number, most: number): number {
    const value = this.#sum(token);
    if (value >= least && value <= most) return value;
    throw new InputError(`found ${value}, allowed: ${least} to ${most}`, token.place);
  }

  #sum({ text, place }: Token): number {
    let [sum, rest] = [0, text];
    while (rest !== '') {
      const term = TERM.exec(rest);
      if (term === null || (rest !== text && term[1] === '')) {
        throw new InputError(`found ${showName(text)}, expected a number or a sum of numbers and constants`, place);
      }
      const value = /^\d/.test(term[2]) ? Number(term[2]) : this.#constants.get(term[2]);
      if (value === undefined) {
        const near = suggestion(term[2], [...this.#constants.keys()]);
        throw new InputError(`unknown constant ${showName(term[2])}${near}`, place);
      }
      sum += term[1] === '-' ? -value : value;
      rest = rest.slice(term[0].length);
    }
    return sum;
  }

  #requireNew({ text, place }: Token, names: ReadonlyMap<string, number>): void {
    if (!/^[A-Za-z_.][\w.]*$/.test(text)) throw new InputError(`found ${showName(text)}, expected a name`, place);
    if (names.has(text)) throw new InputError(`${showName(text)} is defined twice`, place);
  }
}
