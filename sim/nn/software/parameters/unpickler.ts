import type { ByteReader } from '../../../core/input/byte-reader.js';
import { showName } from '../../../core/input/show.js';
import type { ArrayLayout } from '../../data/npy.js';

/** An array: how it lies in its content, which is bytes, or a list where its elements are objects. */
export class PickledArray {
  layout: ArrayLayout = { descr: '', fortranOrder: false, shape: [] };
  content: PickledValue = null;
}

/** A type of elements. */
class PickledType {
  byteOrder = '';

  constructor(readonly name: string) {}
}

/** The name of something in a Python module. */
class GlobalName {
  constructor(readonly name: string) {}
}

/** A value of a pickle. Texts of Python 2 are bytes, tuples are lists. */
export type PickledValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickledValue[]
  | Map<string, PickledValue>
  | PickledArray
  | PickledType
  | GlobalName;

const ARRAYS = ['numpy.core.multiarray _reconstruct', 'numpy._core.multiarray _reconstruct'];
const TYPE = 'numpy dtype';
const GLOBALS = [...ARRAYS, TYPE, 'numpy ndarray'];
const OBJECTS = 'O8';
const LINE_END = 0x0a;
const STOP = '.';

/** What the opcodes do (CPython's Lib/pickletools.py lists them); those that numpy's arrays in a dict do without are left out. */
const STEPS: Readonly<Record<string, (machine: Unpickler) => void>> = {
  // Protocol and frames say nothing of the values.
  '\x80': (machine) => machine.u8(),
  '\x95': (machine) => machine.u64(),

  N: (machine) => machine.push(null),
  '\x88': (machine) => machine.push(true),
  '\x89': (machine) => machine.push(false),
  K: (machine) => machine.push(machine.u8()),
  M: (machine) => machine.push(machine.u16()),
  J: (machine) => machine.push(machine.u32() | 0),

  // Texts of Python 2, texts, and bytes
  U: (machine) => machine.push(machine.bytes(machine.u8())),
  T: (machine) => machine.push(machine.bytes(machine.u32())),
  '\x8c': (machine) => machine.push(machine.utf8(machine.u8())),
  X: (machine) => machine.push(machine.utf8(machine.u32())),
  C: (machine) => machine.push(machine.bytes(machine.u8())),
  B: (machine) => machine.push(machine.bytes(machine.u32())),
  '\x8e': (machine) => machine.push(machine.bytes(machine.u64())),

  '(': (machine) => machine.mark(),
  ')': (machine) => machine.push([]),
  '\x85': (machine) => machine.push(machine.popSome(1)),
  '\x86': (machine) => machine.push(machine.popSome(2)),
  '\x87': (machine) => machine.push(machine.popSome(3)),
  t: (machine) => machine.push(machine.popToMark()),
  ']': (machine) => machine.push([]),
  a: (machine) => machine.append(machine.popSome(1)),
  e: (machine) => machine.append(machine.popToMark()),
  '}': (machine) => machine.push(new Map()),
  s: (machine) => machine.setItems(machine.popSome(2)),
  u: (machine) => machine.setItems(machine.popToMark()),

  q: (machine) => machine.remember(machine.u8()),
  r: (machine) => machine.remember(machine.u32()),
  '\x94': (machine) => machine.remember(),
  h: (machine) => machine.recall(machine.u8()),
  j: (machine) => machine.recall(machine.u32()),

  c: (machine) => machine.pushGlobal(machine.line(), machine.line()),
  '\x93': (machine) => machine.pushGlobal(...machine.popNames()),
  R: (machine) => machine.reduce(),
  b: (machine) => machine.build(),
};

/** The stack machine that a pickle is a program of. Each step takes bytes of the file, so that a program ends. */
export class Unpickler {
  /** Values since the last mark. */
  #values: PickledValue[] = [];
  /** Values before each mark. */
  readonly #marked: PickledValue[][] = [];
  readonly #memo = new Map<number, PickledValue>();
  /** Where the opcode of this step is. */
  #offset = 0;

  constructor(private readonly reader: ByteReader) {}

  /**
   * The value that the program leaves.
   * @throws InputError where it needs more than arrays in a dict, is damaged, or bytes are left after it
   */
  run(): PickledValue {
    for (;;) {
      this.#offset = this.reader.offset;
      const [code] = this.reader.take(1, 'opcode');
      const opcode = String.fromCharCode(code);
      if (opcode === STOP) break;
      if (!Object.hasOwn(STEPS, opcode)) throw this.#refuse(`the opcode 0x${code.toString(16)} is not read`);
      STEPS[opcode](this);
    }
    this.reader.expectEnd();
    return this.#pop();
  }

  u8(): number {
    return this.reader.take(1, 'number')[0];
  }

  u16(): number {
    return this.reader.u16('number');
  }

  u32(): number {
    return this.reader.u32('number');
  }

  u64(): number {
    const low = this.u32();
    return this.u32() * 2 ** 32 + low;
  }

  bytes(length: number): Uint8Array {
    return this.reader.take(length, 'text or bytes');
  }

  utf8(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }

  line(): string {
    const codes: number[] = [];
    for (let code = this.u8(); code !== LINE_END; code = this.u8()) codes.push(code);
    return codes.map((code) => String.fromCharCode(code)).join('');
  }

  push(value: PickledValue): void {
    this.#values.push(value);
  }

  popSome(count: number): PickledValue[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  popNames(): [module: string, name: string] {
    const [module, name] = this.popSome(2);
    return [this.#text(module), this.#text(name)];
  }

  mark(): void {
    this.#marked.push(this.#values);
    this.#values = [];
  }

  popToMark(): PickledValue[] {
    const popped = this.#values;
    const before = this.#marked.pop();
    if (before === undefined) throw this.#refuse('takes values back to a mark that is not there');
    this.#values = before;
    return popped;
  }

  remember(index = this.#memo.size): void {
    const value = this.#pop();
    this.#memo.set(index, value);
    this.push(value);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#refuse(`recalls value ${index}, which was not remembered`);
    this.push(value);
  }

  append(values: readonly PickledValue[]): void {
    const list = this.#pop();
    if (!Array.isArray(list)) throw this.#refuse('appends to something else than a list');
    for (const value of values) list.push(value);
    this.push(list);
  }

  setItems(keysAndValues: readonly PickledValue[]): void {
    const dict = this.#pop();
    if (!(dict instanceof Map) || keysAndValues.length % 2 !== 0) throw this.#refuse('sets items of no dict');
    for (let index = 0; index < keysAndValues.length; index += 2) {
      dict.set(this.#text(keysAndValues[index]), keysAndValues[index + 1]);
    }
    this.push(dict);
  }

  pushGlobal(module: string, name: string): void {
    const global = `${module} ${name}`;
    if (!GLOBALS.includes(global)) {
      throw this.#refuse(`found ${showName(`${module}.${name}`)}; only arrays and types of numpy are read`);
    }
    this.push(new GlobalName(global));
  }

  /** What calling a global with a tuple of arguments would give. */
  reduce(): void {
    const [callable, given] = this.popSome(2);
    const name = callable instanceof GlobalName ? callable.name : '';
    if (ARRAYS.includes(name)) this.push(new PickledArray());
    else if (name === TYPE && Array.isArray(given)) this.push(new PickledType(this.#text(given[0])));
    else throw this.#refuse('calls something else than an array or a type of numpy');
  }

  /** Gives an object its state. */
  build(): void {
    const [object, state] = this.popSome(2);
    const fields = Array.isArray(state) ? state : [];
    if (object instanceof PickledType) this.#buildType(object, fields);
    else if (object instanceof PickledArray) this.#buildArray(object, fields);
    else throw this.#refuse('gives a state to something else than an array or a type');
    this.push(object);
  }

  #buildType(type: PickledType, [, byteOrder, , names]: readonly PickledValue[]): void {
    if (names !== null) throw this.#refuse('a type with named fields is not read');
    type.byteOrder = this.#text(byteOrder);
  }

  #buildArray(array: PickledArray, [, shape, type, fortranOrder, content]: readonly PickledValue[]): void {
    if (!isShape(shape) || !(type instanceof PickledType) || typeof fortranOrder !== 'boolean') {
      throw this.#refuse('the state of an array is not version, shape, type, order and content');
    }
    if (Array.isArray(content) !== (type.name === OBJECTS)) throw this.#refuse('the content does not fit the type');
    array.layout = { descr: type.byteOrder + type.name, fortranOrder, shape };
    array.content = content;
  }

  #pop(): PickledValue {
    const value = this.#values.pop();
    if (value === undefined) throw this.#refuse('takes a value that is not there');
    return value;
  }

  #text(value: PickledValue | undefined): string {
    if (typeof value === 'string') return value;
    if (!(value instanceof Uint8Array)) throw this.#refuse('found something else where a text is expected');
    return new TextDecoder('latin1').decode(value);
  }

  #refuse(problem: string): Error {
    return this.reader.error(`pickle: ${problem}`, this.#offset);
  }
}

function isShape(value: PickledValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((size) => typeof size === 'number' && size >= 0);
}
