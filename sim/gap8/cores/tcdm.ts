/** L1: byte memory in word-interleaved banks, each of which grants one access a cycle. Addresses begin at 0 here. */
export class Tcdm {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #words: Int32Array;
  readonly #bankMask: number;
  /** One bit for each bank that has granted an access in this cycle. */
  #granted = 0;

  constructor(size: number, banks: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
    this.#words = new Int32Array(this.bytes.buffer);
    this.#bankMask = banks - 1;
  }

  beginCycle(): void {
    this.#granted = 0;
  }

  /** Asks the bank of a byte for an access in this cycle; whoever asks first gets it. */
  request(address: number): boolean {
    const bank = 1 << ((address >> 2) & this.#bankMask);
    if ((this.#granted & bank) !== 0) return false;
    this.#granted |= bank;
    return true;
  }

  /** The 1, 2 or 4 bytes at an address, little-endian, without a sign where they are fewer than 4. */
  read(address: number, bytes: number): number {
    if (bytes === 1) return this.bytes[address];
    if (bytes === 2) return this.#view.getUint16(address, true);
    return (address & 3) === 0 ? this.#words[address >> 2] : this.#view.getInt32(address, true);
  }

  write(address: number, bytes: number, value: number): void {
    if (bytes === 1) this.bytes[address] = value;
    else if (bytes === 2) this.#view.setUint16(address, value, true);
    else if ((address & 3) === 0) this.#words[address >> 2] = value;
    else this.#view.setInt32(address, value, true);
  }
}
