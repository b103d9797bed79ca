import { bytesOf } from '../../core/input/bytes.js';

const PAGE = 65536;

/** Addresses in a memory that is yet to be made; all are multiples of 16. */
export class MemoryLayout {
  private readonly contents: { readonly address: number; readonly numbers: Numbers }[] = [];
  private end = 0;

  /** Address of that many bytes, zeros at first. */
  reserve(bytes: number): number {
    const address = this.end;
    this.end += 16 * Math.ceil(bytes / 16);
    return address;
  }

  /** Address of a copy of these numbers. */
  place(numbers: Numbers): number {
    const address = this.reserve(numbers.byteLength);
    this.contents.push({ address, numbers });
    return address;
  }

  /** The memory, with what was placed in it. */
  create(): WebAssembly.Memory {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(this.end / PAGE) });
    const bytes = new Uint8Array(memory.buffer);
    for (const { address, numbers } of this.contents) bytes.set(bytesOf(numbers), address);
    return memory;
  }
}

type Numbers = Int16Array | Int32Array | Uint32Array | Float32Array;
