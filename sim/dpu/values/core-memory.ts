import type { Architecture } from '../architecture.js';
import { parameterBanks } from '../compile/parameters.js';
import { REGISTERS } from '../isa/instruction-set.js';
import type { DpuProgram } from '../program.js';

/** What instructions read and write: banks of entries of 8-bit integers, and DDR behind the registers. */
export interface CoreMemory {
  /** By number; an entry holds the channels of one pixel that are computed at once. */
  readonly banks: readonly Int8Array[];
  /** By `registerId`. */
  readonly ddr: readonly Int8Array[];
  /** Channels of an entry. */
  readonly perEntry: number;
  /** Banks of a group of feature maps, in which rows lie in turns. */
  readonly rowBanks: number;
  /** First of the banks of weights, and those of depthwise weights and of biases. */
  readonly parameterBanks: ReturnType<typeof parameterBanks>;
}

/** The memory of a core that runs a program; zeros. */
export function createCoreMemory({ parameters, tensors }: DpuProgram, architecture: Architecture): CoreMemory {
  const perEntry = architecture.inputChannelParallel.value;
  const own = parameterBanks(architecture);
  const bytes = (blocks: readonly { readonly address: number; readonly bytes: number }[]) =>
    new Int8Array(Math.max(0, ...blocks.map((block) => block.address + block.bytes)));
  const ddr: Int8Array[] = [];
  ddr[REGISTERS.weights] = bytes(parameters);
  for (const place of ['workspace', 'input', 'output'] as const) {
    ddr[REGISTERS[place]] = bytes(tensors.filter((tensor) => tensor.place === place));
  }
  return {
    banks: Array.from({ length: own.bias + 1 }, () => new Int8Array(architecture.bankEntries.value * perEntry)),
    ddr,
    perEntry,
    rowBanks: architecture.pixelParallel.value,
    parameterBanks: own,
  };
}
