import { InputError } from './input-error.js';

const LINE_FEED = 0x0a;

/** Reads a binary file from front to back. Whatever is claimed is checked against the bytes that are there. */
export class ByteReader {
  readonly #view: DataView;
  #offset = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
    private readonly byteOrder: 'little' | 'big',
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.bytes.length - this.#offset;
  }

  /**
   * The next `count` bytes, as a view of the file.
   * @param what their name in the message
   * @throws InputError where there are fewer
   */
  take(count: number, what: string): Uint8Array {
    if (!(count <= this.left)) throw this.error(`truncated: expected ${count} bytes (${what}), found ${this.left}`);
    this.#offset += count;
    return this.bytes.subarray(this.#offset - count, this.#offset);
  }

  /** The bytes up to the next line feed, which is taken too. @throws InputError where there is none */
  line(): Uint8Array {
    const length = this.bytes.subarray(this.#offset).indexOf(LINE_FEED);
    if (length < 0) throw this.error('truncated: expected the end of a line');
    return this.take(length + 1, 'line').subarray(0, -1);
  }

  u16(what: string): number {
    this.take(2, what);
    return this.#view.getUint16(this.#offset - 2, this.byteOrder === 'little');
  }

  u32(what: string): number {
    this.take(4, what);
    return this.#view.getUint32(this.#offset - 4, this.byteOrder === 'little');
  }

  /** @throws InputError where bytes are left */
  expectEnd(): void {
    if (this.left > 0) throw this.error(`expected the end of the file, found ${this.left} more bytes`);
  }

  /** The error to throw for a problem at byte `offset`. */
  error(problem: string, offset = this.#offset): InputError {
    return new InputError(`byte ${offset}: ${problem}`, { file: this.file });
  }
}
