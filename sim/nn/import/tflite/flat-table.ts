import { ByteBuffer } from 'flatbuffers';
import { InputError } from '../../../core/input/input-error.js';

/** A field of a table: its place in the schema, and its name for messages. */
export interface Field {
  readonly slot: number;
  readonly name: string;
}

/** Bytes of an offset to a table or vector, and of the length of a vector. */
const OFFSET_BYTES = 4;
/** A file whose tables share bytes is read at most as many times over. */
const MAX_READINGS = 3;
const SPARE_BYTES = 2 ** 16;

/**
 * A FlatBuffers file. The flatbuffers package trusts what it reads; here every offset and length is checked against the file
 * before it is followed, and what is read in all is bounded, so that tables that share bytes cannot multiply the work.
 */
class FlatFile {
  readonly buffer: ByteBuffer;
  private left: number;

  constructor(
    readonly bytes: Uint8Array,
    private readonly file: string,
  ) {
    this.buffer = new ByteBuffer(bytes);
    this.left = MAX_READINGS * bytes.length + SPARE_BYTES;
  }

  /** The address, where `count` bytes from there on are in the file. @throws InputError otherwise */
  check(address: number, count: number, what: string): number {
    if (address < 0 || address + count > this.bytes.length) {
      const found = `${what} has ${count} bytes from byte ${address} on`;
      throw this.error(`${found}, but the file has ${this.bytes.length} bytes`);
    }
    this.left -= count;
    if (this.left < 0) throw this.error('the tables share bytes so often that they are no model');
    return address;
  }

  error(problem: string): InputError {
    return new InputError(problem, { file: this.file });
  }
}

/** A table of a FlatBuffers file; a field that is not there has its default. */
export class FlatTable {
  private readonly vtable: number;
  private readonly vtableBytes: number;

  private constructor(
    private readonly file: FlatFile,
    private readonly address: number,
    private readonly name: string,
  ) {
    const { buffer } = file;
    file.check(address, OFFSET_BYTES, name);
    this.vtable = file.check(address - buffer.readInt32(address), 4, `${name}, vtable`);
    this.vtableBytes = buffer.readUint16(this.vtable);
    file.check(this.vtable, this.vtableBytes, `${name}, vtable`);
  }

  /**
   * The root table of a file.
   * @param identifier four letters that the file must have
   * @throws InputError as all methods do, where the file is not what it must be
   */
  static root(bytes: Uint8Array, file: string, identifier: string, name: string): FlatTable {
    const flat = new FlatFile(bytes, file);
    flat.check(0, 8, 'the header');
    const found = String.fromCharCode(...bytes.subarray(4, 8));
    if (found !== identifier) throw flat.error(`found ${JSON.stringify(found)}, expected the identifier ${identifier}`);
    return new FlatTable(flat, flat.buffer.readUint32(0), name);
  }

  int8({ slot, name }: Field, absent = 0): number {
    const at = this.scalar(slot, 1, name);
    return at === 0 ? absent : this.file.buffer.readInt8(at);
  }

  int32({ slot, name }: Field, absent = 0): number {
    const at = this.scalar(slot, 4, name);
    return at === 0 ? absent : this.file.buffer.readInt32(at);
  }

  float32({ slot, name }: Field, absent = 0): number {
    const at = this.scalar(slot, 4, name);
    return at === 0 ? absent : this.file.buffer.readFloat32(at);
  }

  /** A table, if there is one. */
  table({ slot, name }: Field): FlatTable | undefined {
    const at = this.scalar(slot, OFFSET_BYTES, name);
    return at === 0 ? undefined : new FlatTable(this.file, this.follow(at), name);
  }

  /** A vector of tables, empty where it is absent. */
  tables({ slot, name }: Field): FlatTable[] {
    const { first, count } = this.vector(slot, OFFSET_BYTES, name);
    return Array.from(
      { length: count },
      (_, index) => new FlatTable(this.file, this.follow(first + OFFSET_BYTES * index), `${name} ${index}`),
    );
  }

  /** A vector of bytes, empty where it is absent; a view of the file. */
  bytes({ slot, name }: Field): Uint8Array {
    const { first, count } = this.vector(slot, 1, name);
    return this.file.bytes.subarray(first, first + count);
  }

  int32s({ slot, name }: Field): number[] {
    const { first, count } = this.vector(slot, 4, name);
    return Array.from({ length: count }, (_, index) => this.file.buffer.readInt32(first + 4 * index));
  }

  float32s({ slot, name }: Field): number[] {
    const { first, count } = this.vector(slot, 4, name);
    return Array.from({ length: count }, (_, index) => this.file.buffer.readFloat32(first + 4 * index));
  }

  /** A vector of 64-bit integers as numbers; those beyond 2^53 lose their last bits. */
  int64s({ slot, name }: Field): number[] {
    const { first, count } = this.vector(slot, 8, name);
    return Array.from({ length: count }, (_, index) => Number(this.file.buffer.readInt64(first + 8 * index)));
  }

  error(problem: string): InputError {
    return this.file.error(problem);
  }

  /** Address of a field of that many bytes; 0 where it is absent. */
  private scalar(slot: number, bytes: number, name: string): number {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.vtableBytes) return 0;
    const offset = this.file.buffer.readUint16(this.vtable + entry);
    return offset === 0 ? 0 : this.file.check(this.address + offset, bytes, `${this.name}, ${name}`);
  }

  private vector(slot: number, elementBytes: number, name: string): { readonly first: number; readonly count: number } {
    const at = this.scalar(slot, OFFSET_BYTES, name);
    if (at === 0) return { first: 0, count: 0 };
    const what = `${this.name}, ${name}`;
    const start = this.file.check(this.follow(at), OFFSET_BYTES, what);
    const count = this.file.buffer.readUint32(start);
    return { first: this.file.check(start + OFFSET_BYTES, count * elementBytes, what), count };
  }

  private follow(at: number): number {
    return at + this.file.buffer.readUint32(at);
  }
}
