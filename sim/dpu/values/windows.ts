import type { InstructionOf } from '../isa/instruction-set.js';
import type { CoreMemory } from './core-memory.js';

/** How the windows of an instruction lie: fields of its INIT. */
export interface WindowState {
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly jumpRead: number;
  readonly jumpWrite: number;
  readonly validPixelParallel: number;
}

type Windowed = InstructionOf<'POOL'> | InstructionOf<'CONV'> | InstructionOf<'DPTWISE'>;

/** A pixel that a window covers: the bank and the byte where its channels begin. */
export type Tap = (tap: number, bank: Int8Array, byte: number) => void;

/** The windows of an instruction on the rows in the banks, and the pixels that they become. */
export class BankWindows {
  private readonly addresses: readonly number[];
  private readonly rows: number;
  private readonly columns: number;

  constructor(
    private readonly memory: CoreMemory,
    private readonly state: WindowState,
    private readonly instruction: Windowed,
  ) {
    const { inAddress0, inAddress1, inAddress2, inAddress3, padTop, padBottom, padLeft, padRight, length } =
      instruction;
    this.addresses = [inAddress0, inAddress1, inAddress2, inAddress3];
    const { kernelHeight, strideHeight, dilationHeight, kernelWidth, strideWidth, dilationWidth } = state;
    const covered = (outputs: number, stride: number, kernel: number, dilation: number) =>
      (outputs - 1) * stride + (kernel - 1) * dilation + 1;
    this.rows = covered(state.validPixelParallel, strideHeight, kernelHeight, dilationHeight) - padTop - padBottom;
    this.columns = covered(length, strideWidth, kernelWidth, dilationWidth) - padLeft - padRight;
  }

  /** Visits what the window of an output covers of the input; what overhangs is left out. */
  visit(y: number, x: number, group: number, visit: Tap): void {
    const { kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, jumpRead } =
      this.state;
    const { bankIn, padTop, padLeft } = this.instruction;
    const { banks, rowBanks, perEntry } = this.memory;
    const firstBank = bankIn - (bankIn % rowBanks);
    for (let ky = 0; ky < kernelHeight; ky++) {
      const row = y * strideHeight + ky * dilationHeight - padTop;
      if (row < 0 || row >= this.rows) continue;
      const place = (bankIn % rowBanks) + row;
      const bank = banks[firstBank + (place % rowBanks)];
      const address = this.addresses[Math.floor(place / rowBanks)];
      for (let kx = 0; kx < kernelWidth; kx++) {
        const column = x * strideWidth + kx * dilationWidth - padLeft;
        if (column < 0 || column >= this.columns) continue;
        visit(ky * kernelWidth + kx, bank, (address + column * jumpRead + group) * perEntry);
      }
    }
  }

  /** Goes through all outputs: rows, columns, groups of channels; gives the entry that each is written to. */
  forEachOutput(groups: number, compute: (y: number, x: number, group: number, entry: Int8Array) => void): void {
    const { bankOut, outAddress, length } = this.instruction;
    const { banks, perEntry } = this.memory;
    for (let y = 0; y < this.state.validPixelParallel; y++) {
      for (let x = 0; x < length; x++) {
        for (let group = 0; group < groups; group++) {
          const to = (outAddress + x * this.state.jumpWrite + group) * perEntry;
          compute(y, x, group, banks[bankOut + y].subarray(to, to + perEntry));
        }
      }
    }
  }
}
