import { engineOf } from '../compile/scoreboard.js';
import type { Instruction, InstructionOf } from '../isa/instruction-set.js';
import type { Subgraph } from '../program.js';

/** The work of a stream of instructions, by instruction. */
export interface Workload {
  readonly engines: Uint8Array;
  readonly dpdon: Uint8Array;
  readonly dpdby: Uint8Array;
  /** Cycles of CONV and MISC; of LOAD and SAVE 0. */
  readonly cycles: Float64Array;
  /** That LOAD and SAVE move between DDR and banks; else 0. */
  readonly bytes: Float64Array;
  /** Layer that it belongs to. */
  readonly layers: Uint16Array;
  /** Instructions of each engine, in order. */
  readonly queues: readonly Int32Array[];
}

/** What each instruction of a subgraph has to do. */
export function workloadOf({ instructions, layers }: Subgraph): Workload {
  const count = instructions.length;
  const workload = {
    engines: new Uint8Array(count),
    dpdon: new Uint8Array(count),
    dpdby: new Uint8Array(count),
    cycles: new Float64Array(count),
    bytes: new Float64Array(count),
    layers: new Uint16Array(count).fill(Math.max(0, layers.length - 1)),
  };
  for (const [index, { first, end }] of layers.entries()) workload.layers.fill(index, first, end);
  const costs = new InstructionCosts();
  const queues: number[][] = [[], [], [], []];
  for (const [index, instruction] of instructions.entries()) {
    const engine = engineOf(instruction);
    workload.engines[index] = engine;
    workload.dpdon[index] = instruction.dpdon & ~(1 << engine);
    workload.dpdby[index] = instruction.dpdby & ~(1 << engine);
    workload.cycles[index] = costs.cyclesOf(instruction);
    workload.bytes[index] = bytesOf(instruction);
    queues[engine].push(index);
  }
  return { ...workload, queues: queues.map((queue) => Int32Array.from(queue)) };
}

/** Bytes between DDR and banks. */
export function bytesOf(instruction: Instruction): number {
  return instruction.op === 'LOAD' || instruction.op === 'SAVE' ? instruction.channel * instruction.length : 0;
}

/** Cycles of instructions in their order: the INIT before tells the window. (facts/dpu.md section 1.5) */
class InstructionCosts {
  private readonly taps = { CONV: 0, DPTWISE: 0, POOL: 0 };

  cyclesOf(instruction: Instruction): number {
    switch (instruction.op) {
      case 'CONVINIT':
        this.taps.CONV = windowOf(instruction);
        return 0;
      case 'DWINIT':
        this.taps.DPTWISE = windowOf(instruction);
        return 0;
      case 'POOLINIT':
        this.taps.POOL = windowOf(instruction);
        return 0;
      case 'CONV':
        return this.taps.CONV * instruction.length * instruction.channelGroups;
      case 'DPTWISE':
      case 'POOL':
        return this.taps[instruction.op] * instruction.length * instruction.channelGroups;
      case 'ELEW':
        return ADDENDS * instruction.length * instruction.channelGroups;
      default:
        return 0;
    }
  }
}

/** Both are read one after the other. */
const ADDENDS = 2;

function windowOf({
  kernelHeight,
  kernelWidth,
}: Pick<InstructionOf<'CONVINIT'>, 'kernelHeight' | 'kernelWidth'>): number {
  return kernelHeight * kernelWidth;
}
