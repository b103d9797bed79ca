import protobuf from 'protobufjs/minimal.js';
import { InputError } from '../../../core/input/input-error.js';
import type { Field } from './schema.js';

/** How a field lies on the wire (protobuf.dev, encoding). */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const WIRE_NAME: Readonly<Record<number, string>> = {
  [VARINT]: 'a varint',
  [FIXED64]: '64 bits',
  [BYTES]: 'bytes',
  [FIXED32]: '32 bits',
};

/** One occurrence of a field: where its value starts, behind the tag. */
interface Occurrence {
  readonly wire: number;
  readonly start: number;
}

/** Scalars of a kind: how they lie alone, and how one is read. */
interface Scalar {
  readonly wire: number;
  readonly read: (reader: protobuf.Reader) => number;
}

const INT64: Scalar = { wire: VARINT, read: (reader) => fromLong(reader.int64()) };
const UINT64: Scalar = { wire: VARINT, read: (reader) => fromLong(reader.uint64()) };
const INT32: Scalar = { wire: VARINT, read: (reader) => reader.int32() };
const FLOAT: Scalar = { wire: FIXED32, read: (reader) => reader.float() };
const DOUBLE: Scalar = { wire: FIXED64, read: (reader) => reader.double() };

/**
 * A message of a Protocol Buffers file, whose fields are looked at when they are asked for. The protobufjs package reads the
 * wire; here what it finds is checked against the schema, and everything it throws becomes one line about the file.
 */
export class Message {
  private readonly occurrences = new Map<number, Occurrence[]>();

  /**
   * @param name its path in the file, for messages
   * @throws InputError as all methods do, where the bytes are no message
   */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
    readonly name: string,
  ) {
    const reader = new protobuf.Reader(bytes);
    this.guard(() => {
      while (reader.pos < reader.len) {
        const tag = reader.tag();
        const [number, wire] = [tag >>> 3, tag & 7];
        const start = reader.pos;
        reader.skipType(wire);
        const found = this.occurrences.get(number);
        if (found === undefined) this.occurrences.set(number, [{ wire, start }]);
        else found.push({ wire, start });
      }
    });
  }

  has(field: Field): boolean {
    return this.occurrences.has(field.number);
  }

  /** A 64-bit integer that a number holds exactly. */
  int64(field: Field, absent = 0): number {
    return this.last(field, INT64) ?? absent;
  }

  int32(field: Field, absent = 0): number {
    return this.last(field, INT32) ?? absent;
  }

  float(field: Field, absent = 0): number {
    return this.last(field, FLOAT) ?? absent;
  }

  string(field: Field): string {
    return text(this.payloads(field).at(-1));
  }

  strings(field: Field): string[] {
    return this.payloads(field).map(text);
  }

  /** Bytes as a view of the file; undefined where the field is absent. */
  data(field: Field): Uint8Array | undefined {
    return this.payloads(field).at(-1);
  }

  message(field: Field): Message | undefined {
    const payload = this.payloads(field).at(-1);
    return payload === undefined ? undefined : new Message(payload, this.file, `${this.name}.${field.name}`);
  }

  messages(field: Field): Message[] {
    return this.payloads(field).map(
      (payload, index) => new Message(payload, this.file, `${this.name}.${field.name}[${index}]`),
    );
  }

  int64s(field: Field): number[] {
    return this.all(field, INT64);
  }

  uint64s(field: Field): number[] {
    return this.all(field, UINT64);
  }

  int32s(field: Field): number[] {
    return this.all(field, INT32);
  }

  floats(field: Field): number[] {
    return this.all(field, FLOAT);
  }

  doubles(field: Field): number[] {
    return this.all(field, DOUBLE);
  }

  error(problem: string): InputError {
    return new InputError(`${this.name}: ${problem}`, { file: this.file });
  }

  private last(field: Field, scalar: Scalar): number | undefined {
    const occurrence = this.occurrences.get(field.number)?.at(-1);
    if (occurrence === undefined) return undefined;
    if (occurrence.wire !== scalar.wire) throw this.otherwise(field, occurrence.wire, scalar.wire);
    return this.scalarAt(field, scalar, this.readerAt(occurrence));
  }

  /** Scalars lie one by one, or packed into bytes. */
  private all(field: Field, scalar: Scalar): number[] {
    const values: number[] = [];
    for (const occurrence of this.occurrences.get(field.number) ?? []) {
      if (occurrence.wire === scalar.wire) values.push(this.scalarAt(field, scalar, this.readerAt(occurrence)));
      else if (occurrence.wire !== BYTES) throw this.otherwise(field, occurrence.wire, scalar.wire);
      else {
        const packed = new protobuf.Reader(this.readerAt(occurrence).bytes());
        while (packed.pos < packed.len) values.push(this.scalarAt(field, scalar, packed));
      }
    }
    return values;
  }

  private scalarAt(field: Field, scalar: Scalar, reader: protobuf.Reader): number {
    const value = this.guard(() => scalar.read(reader));
    if (scalar.wire !== VARINT || Number.isSafeInteger(value)) return value;
    throw this.error(`${field.name} is ${value}, allowed: integers up to 2^53`);
  }

  private payloads(field: Field): Uint8Array[] {
    return (this.occurrences.get(field.number) ?? []).map((occurrence) => {
      if (occurrence.wire !== BYTES) throw this.otherwise(field, occurrence.wire, BYTES);
      return this.readerAt(occurrence).bytes();
    });
  }

  private readerAt({ start }: Occurrence): protobuf.Reader {
    const reader = new protobuf.Reader(this.bytes);
    reader.pos = start;
    return reader;
  }

  private otherwise(field: Field, found: number, expected: number): InputError {
    return this.error(
      `${field.name} is ${WIRE_NAME[found] ?? `of wire type ${found}`}, expected ${WIRE_NAME[expected]}`,
    );
  }

  private guard<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw this.error(`no Protocol Buffers message (${error instanceof Error ? error.message : error})`);
    }
  }
}

/** Exact up to 2^53. */
function fromLong({ low, high, unsigned }: Pick<protobuf.Long, 'low' | 'high' | 'unsigned'>): number {
  return (unsigned ? high >>> 0 : high) * 2 ** 32 + (low >>> 0);
}

function text(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : new TextDecoder().decode(bytes);
}
