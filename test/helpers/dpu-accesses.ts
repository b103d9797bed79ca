import type { Architecture, Instruction, InstructionOf } from '../../sim/dpu/index.js';

/** Cells that an instruction reads and writes: entries of banks, and bytes of DDR, each by a number of its own. */
export interface Accesses {
  readonly reads: number[];
  readonly writes: number[];
}

const ENTRIES = 4096;
const DDR = 2 ** 24;

/** Finds out from the fields of instructions alone what each reads and writes; the INIT instructions before tell the windows. */
export class AccessFinder {
  private conv: InstructionOf<'CONVINIT'> | undefined;
  private depthwise: InstructionOf<'DWINIT'> | undefined;
  private pool: InstructionOf<'POOLINIT'> | undefined;
  private sum: InstructionOf<'ELEWINIT'> | undefined;
  private readonly perEntry: number;
  private readonly rows: number;
  private readonly weightBank: number;
  private readonly lanes: number;

  constructor(architecture: Architecture) {
    this.perEntry = architecture.inputChannelParallel.value;
    this.rows = architecture.pixelParallel.value;
    this.weightBank = architecture.featureGroups.value * this.rows;
    this.lanes = architecture.outputChannelParallel.value;
  }

  of(instruction: Instruction): Accesses {
    switch (instruction.op) {
      case 'CONVINIT':
        this.conv = instruction;
        return { reads: [], writes: [] };
      case 'DWINIT':
        this.depthwise = instruction;
        return { reads: [], writes: [] };
      case 'POOLINIT':
        this.pool = instruction;
        return { reads: [], writes: [] };
      case 'ELEWINIT':
        this.sum = instruction;
        return { reads: [], writes: [] };
      case 'END':
        return { reads: [], writes: [] };
      case 'LOAD':
        return {
          reads: this.ddr(instruction, instruction.jumpRead),
          writes: this.runs(instruction, instruction.jumpWrite),
        };
      case 'SAVE':
        return {
          reads: this.runs(instruction, instruction.jumpRead),
          writes: this.ddr(instruction, instruction.jumpWrite),
        };
      case 'CONV': {
        const { kernelHeight, kernelWidth } = this.conv!;
        const entries = kernelHeight * kernelWidth * instruction.channelGroups;
        const lanes = range(this.weightBank, this.lanes);
        const weights = lanes.flatMap((bank) => range(bank * ENTRIES + instruction.weightAddress, entries));
        const bias = (this.weightBank + this.lanes + 1) * ENTRIES + instruction.biasAddress;
        const init = { ...this.conv!, groups: instruction.channelGroups, written: 1 };
        const { reads, writes } = this.window(instruction, init);
        return { reads: [...reads, ...weights, bias], writes };
      }
      case 'DPTWISE': {
        const { kernelHeight, kernelWidth } = this.depthwise!;
        const { channelGroups: groups } = instruction;
        const { reads, writes } = this.window(instruction, { ...this.depthwise!, groups, written: groups });
        const weights = range((this.weightBank + this.lanes) * ENTRIES, kernelHeight * kernelWidth * groups);
        const bias = range((this.weightBank + this.lanes + 1) * ENTRIES + instruction.biasAddress, groups);
        return { reads: [...reads, ...weights, ...bias], writes };
      }
      case 'POOL': {
        const { channelGroups: groups } = instruction;
        const one = { dilationHeight: 1, dilationWidth: 1 };
        return this.window(instruction, { ...this.pool!, ...one, groups, written: groups });
      }
      case 'ELEW': {
        const { jumpRead0, jumpRead1, jumpWrite } = this.sum!;
        const { length, channelGroups } = instruction;
        const row = (bank: number, address: number, jump: number) =>
          columns(length, jump).flatMap((column) => range(bank * ENTRIES + address + column, channelGroups));
        return {
          reads: [
            ...row(instruction.bankIn0, instruction.inAddress0, jumpRead0),
            ...row(instruction.bankIn1, instruction.inAddress1, jumpRead1),
          ],
          writes: row(instruction.bankOut, instruction.outAddress, jumpWrite),
        };
      }
    }
  }

  private runs({ bankId, bankAddress, channel, length }: InstructionOf<'LOAD'> | InstructionOf<'SAVE'>, jump: number) {
    const entries = Math.ceil(channel / this.perEntry);
    return columns(length, jump).flatMap((column) => range(bankId * ENTRIES + bankAddress + column, entries));
  }

  private ddr(
    { ddrAddress, registerId, channel, length }: InstructionOf<'LOAD'> | InstructionOf<'SAVE'>,
    jump: number,
  ) {
    const base = DDR * (1 + registerId) + ddrAddress;
    return columns(length, jump).flatMap((column) => range(base + column, channel));
  }

  private window(
    instruction: Omit<InstructionOf<'POOL'>, 'op'>,
    init: Pick<
      InstructionOf<'DWINIT'>,
      | 'kernelHeight'
      | 'kernelWidth'
      | 'strideHeight'
      | 'strideWidth'
      | 'dilationHeight'
      | 'dilationWidth'
      | 'validPixelParallel'
      | 'jumpRead'
      | 'jumpWrite'
    > & { readonly groups: number; readonly written: number },
  ): Accesses {
    const { validPixelParallel: valid, jumpRead, jumpWrite, groups, written } = init;
    const { padTop, padBottom, padLeft, padRight, bankIn, bankOut, length, outAddress } = instruction;
    const { inAddress0, inAddress1, inAddress2, inAddress3 } = instruction;
    const slots = [inAddress0, inAddress1, inAddress2, inAddress3];
    const height =
      (valid - 1) * init.strideHeight + (init.kernelHeight - 1) * init.dilationHeight + 1 - padTop - padBottom;
    const width =
      (length - 1) * init.strideWidth + (init.kernelWidth - 1) * init.dilationWidth + 1 - padLeft - padRight;
    const group = Math.floor(bankIn / this.rows) * this.rows;
    const reads = range(bankIn - group, height).flatMap((row) => {
      const base = (group + (row % this.rows)) * ENTRIES + slots[Math.floor(row / this.rows)];
      return columns(width, jumpRead).flatMap((column) => range(base + column, groups));
    });
    const writes = range(0, valid).flatMap((row) =>
      columns(length, jumpWrite).flatMap((column) => range((bankOut + row) * ENTRIES + outAddress + column, written)),
    );
    return { reads, writes };
  }
}

function range(from: number, count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => from + index);
}

/** First entries, or bytes, of some runs. */
function columns(count: number, jump: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => index * jump);
}
