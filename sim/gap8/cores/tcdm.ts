/**
 * L1: byte memory in word-interleaved banks. In a cycle each bank grants one of the cores that ask for it, by a rotating
 * priority: a counter of the bank's grants, whose bits say at each fork of a tree of cores which side goes first. The tree is
 * that of PULP's logarithmic interconnect as far as known, not documented for GAP8. Addresses begin at 0 here.
 */
export class Tcdm {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #words: Int32Array;
  readonly #bankMask: number;
  /** Cores that ask in this cycle, in the order of their requests, and their banks. */
  readonly askers: Int32Array;
  askerCount = 0;
  readonly #askedBanks: Int32Array;
  /** Of each bank, one bit for each core that asks for it. */
  readonly #askingOf: Int32Array;
  /** Grants of each bank, modulo the cores. */
  readonly #rotation: Int32Array;
  /** Bit of the core that is granted, by rotation and by the set of those that ask. */
  readonly #winners: Int32Array;

  constructor(
    size: number,
    banks: number,
    private readonly cores: number,
  ) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
    this.#words = new Int32Array(this.bytes.buffer);
    this.#bankMask = banks - 1;
    this.askers = new Int32Array(cores);
    this.#askedBanks = new Int32Array(cores);
    this.#askingOf = new Int32Array(banks);
    this.#rotation = new Int32Array(banks);
    this.#winners = winners(cores);
  }

  /** A core asks for the bank of a byte in this cycle. */
  request(core: number, address: number): void {
    const bank = (address >> 2) & this.#bankMask;
    this.askers[this.askerCount] = core;
    this.#askedBanks[this.askerCount++] = bank;
    this.#askingOf[bank] |= 1 << core;
  }

  /** Ends the cycle's requests, whose `askers` remain to be read: one bit for each core that is granted. */
  arbitrate(): number {
    let granted = 0;
    for (let index = 0; index < this.askerCount; index++) {
      const bank = this.#askedBanks[index];
      const asking = this.#askingOf[bank];
      if (asking === 0) continue;
      this.#askingOf[bank] = 0;
      granted |= this.#winners[(this.#rotation[bank] << this.cores) | asking];
      this.#rotation[bank] = (this.#rotation[bank] + 1) & (this.cores - 1);
    }
    this.askerCount = 0;
    return granted;
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

function winners(cores: number): Int32Array {
  const table = new Int32Array(cores << cores);
  for (let rotation = 0; rotation < cores; rotation++) {
    for (let asking = 1; asking < 1 << cores; asking++) {
      let place = 0;
      while ((asking & (1 << (place ^ rotation))) === 0) place++;
      table[(rotation << cores) | asking] = 1 << (place ^ rotation);
    }
  }
  return table;
}
