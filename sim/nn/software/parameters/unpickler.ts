import type { ByteReader } from '../../../core/input/byte-reader.js';
import { bytesOf } from '../../../core/input/bytes.js';
import { showName } from '../../../core/input/show.js';
import { GlobalName, PickledArray, PickledType, type PickledValue } from './pickled-values.js';

/** What may be named; numpy calls `core` `_core` since its version 2. Up to protocol 2 Python 3 writes bytes as an encoded text. */
const ARRAY = 'numpy.core.multiarray _reconstruct';
const ARRAY_OF_BYTES = 'numpy.core.numeric _frombuffer';
const TYPE = 'numpy dtype';
const ENCODED = '_codecs encode';
const NO_BYTES = '__builtin__ bytes';
const GLOBALS = [ARRAY, ARRAY_OF_BYTES, TYPE, ENCODED, NO_BYTES, 'numpy ndarray'];
const OBJECTS = 'O8';
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
  I: (machine) => machine.push(machine.integer(machine.line())),

  // Texts of Python 2, texts, and bytes
  U: (machine) => machine.push(machine.bytes(machine.u8())),
  T: (machine) => machine.push(machine.bytes(machine.u32())),
  '\x8c': (machine) => machine.push(machine.utf8(machine.u8())),
  X: (machine) => machine.push(machine.utf8(machine.u32())),
  V: (machine) => machine.push(unescaped(machine.line())),
  C: (machine) => machine.push(machine.bytes(machine.u8())),
  B: (machine) => machine.push(machine.bytes(machine.u32())),
  '\x8e': (machine) => machine.push(machine.bytes(machine.u64())),
  '\x96': (machine) => machine.push(machine.bytes(machine.u64())),

  '(': (machine) => machine.mark(),
  ')': (machine) => machine.push([]),
  '\x85': (machine) => machine.push(machine.popSome(1)),
  '\x86': (machine) => machine.push(machine.popSome(2)),
  '\x87': (machine) => machine.push(machine.popSome(3)),
  t: (machine) => machine.push(machine.popToMark()),
  ']': (machine) => machine.push([]),
  a: (machine) => machine.append(machine.popSome(1)),
  e: (machine) => machine.append(machine.popToMark()),
  l: (machine) => machine.push(machine.popToMark()),
  '}': (machine) => machine.push(new Map()),
  d: (machine) => machine.pushDict(machine.popToMark()),
  s: (machine) => machine.setItems(machine.popSome(2)),
  u: (machine) => machine.setItems(machine.popToMark()),

  q: (machine) => machine.remember(machine.u8()),
  r: (machine) => machine.remember(machine.u32()),
  p: (machine) => machine.remember(Number(machine.line())),
  '\x94': (machine) => machine.remember(),
  h: (machine) => machine.recall(machine.u8()),
  j: (machine) => machine.recall(machine.u32()),
  g: (machine) => machine.recall(Number(machine.line())),

  c: (machine) => machine.pushGlobal(machine.line(), machine.line()),
  '\x93': (machine) => machine.pushGlobal(...machine.popNames()),
  R: (machine) => machine.reduce(),
  b: (machine) => machine.build(),
};

/** A text in which \u and four digits stand for a character. */
function unescaped(line: string): string {
  return line.replace(/\\u([\da-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** The stack machine that a pickle is a program of. Each step takes bytes of the file, so that a program ends. */
export class Unpickler {
  /** Values since the last mark. */
  #values: PickledValue[] = [];
  /** Values before each mark. */
  readonly #marked: PickledValue[][] = [];
  readonly #memo = new Map<number, PickledValue>();
  /** Where the opcode of this step is. */
  #offset = 0;

  /** Bytes that texts may still become: those of the file at most, however often one text is taken. */
  #encodable: number;

  constructor(private readonly reader: ByteReader) {
    this.#encodable = reader.left;
  }

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

  /** A line, without its end; a character for each byte. */
  line(): string {
    return Buffer.from(this.reader.line()).toString('latin1');
  }

  /** Protocols 0 and 1 write False and True as 00 and 01. */
  integer(digits: string): number | boolean {
    if (digits === '00' || digits === '01') return digits === '01';
    const value = Number(digits);
    if (digits === '' || !Number.isSafeInteger(value)) throw this.#refuse(`${showName(digits)} is no whole number`);
    return value;
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

  pushDict(keysAndValues: readonly PickledValue[]): void {
    this.push(new Map());
    this.setItems(keysAndValues);
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
    const global = `${module.replace('numpy._core', 'numpy.core')} ${name}`;
    if (!GLOBALS.includes(global)) {
      throw this.#refuse(`found ${showName(`${module}.${name}`)}; only arrays and types of numpy are read`);
    }
    this.push(new GlobalName(global));
  }

  /** What calling a global with a tuple of arguments would give. */
  reduce(): void {
    const [callable, tuple] = this.popSome(2);
    const name = callable instanceof GlobalName ? callable.name : '';
    const given = Array.isArray(tuple) ? tuple : [];
    if (name === ARRAY) this.push(new PickledArray());
    else if (name === ARRAY_OF_BYTES) this.push(this.#arrayOfBytes(given));
    else if (name === TYPE) this.push(new PickledType(this.#text(given[0])));
    else if (name === ENCODED) this.push(this.#encoded(given));
    else if (name === NO_BYTES) this.push(new Uint8Array());
    else throw this.#refuse('calls something else than an array or a type of numpy');
  }

  #encoded([text, codec]: readonly PickledValue[]): Uint8Array {
    if (typeof text !== 'string' || codec !== 'latin1')
      throw this.#refuse('encodes something else than a text in latin1');
    if (/[^\0-\xff]/.test(text)) throw this.#refuse('encodes a character that latin1 does not have');
    this.#encodable -= text.length;
    if (this.#encodable < 0) throw this.#refuse('encodes more characters than the file has');
    return bytesOf(Buffer.from(text, 'latin1'));
  }

  #arrayOfBytes([content, type, shape, order]: readonly PickledValue[]): PickledArray {
    if (order !== 'C' && order !== 'F') throw this.#refuse('an array whose order is neither C nor F is not read');
    const array = new PickledArray();
    this.#buildArray(array, [null, shape, type, order === 'F', content]);
    return array;
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
