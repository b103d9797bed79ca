import { InputError } from '../../core/input/input-error.js';
import type { Program } from './assemble.js';
import { Core, NEVER } from './core.js';
import type { CoreCauseCycles } from './core-causes.js';
import { EventUnit } from './event-unit.js';
import type { Instruction } from './instruction.js';
import { Tcdm } from './tcdm.js';
import type { ClusterTiming } from './timing.js';

const DEFAULT_MAX_CYCLES = 100_000_000;

/** What a run of a program on all cores took. */
export interface ClusterRun {
  /** Cycles until the last core has ended. */
  readonly cycles: number;
  /** Instructions of all cores. */
  readonly instructions: number;
  /** Of each core. */
  readonly causes: readonly CoreCauseCycles[];
  /** Cycles in which the cores went on behind each barrier. */
  readonly barriers: readonly number[];
}

/** Cores in lock step on the banks of L1: in each cycle all step, then the banks answer those that ask. */
export class Cluster {
  readonly tcdm: Tcdm;

  constructor(private readonly timing: ClusterTiming) {
    this.tcdm = new Tcdm(timing.l1Bytes.value, timing.banks.value, timing.cores.value);
  }

  /** The first byte of L1 that belongs to a stack: data has to lie before it. */
  get dataBytes(): number {
    const { l1Bytes, cores, stackBytes } = this.timing;
    return l1Bytes.value - cores.value * stackBytes.value;
  }

  /**
   * Runs a program from its first instruction on all cores until each has come to its end: by its last instruction, or by
   * returning with the first return address.
   * @param argument address that the cores find in a0
   * @throws InputError for an access outside L1, a jump outside the program, a barrier to which not all cores come, or after
   *   `maxCycles`
   */
  run(program: Program, argument: number, maxCycles = DEFAULT_MAX_CYCLES): ClusterRun {
    const cores = this.#startCores(program, argument);
    const eventUnit = new EventUnit(cores, this.timing.barrierWake.value);
    const cycles = program.instructions.length === 0 ? 0 : this.#runCores(cores, eventUnit, maxCycles);
    return {
      cycles,
      instructions: cores.reduce((sum, core) => sum + core.instructionCount, 0),
      causes: cores.map((core) => core.causes(cycles)),
      barriers: eventUnit.releases,
    };
  }

  #startCores(program: Program, argument: number): Core[] {
    const { cores, stackBytes, l1Base, l1Bytes } = this.timing;
    return Array.from({ length: cores.value }, (_, index) => {
      const stack = l1Base.value + l1Bytes.value - stackBytes.value * index;
      return new Core(index, program, this.tcdm, this.timing, { argument, stack });
    });
  }

  /** Cycles until all cores have ended. */
  #runCores(cores: readonly Core[], eventUnit: EventUnit, maxCycles: number): number {
    const { tcdm } = this;
    const limit = Math.min(maxCycles, NEVER);
    for (let cycle = 0; cycle < limit; cycle++) {
      let earliest = NEVER;
      for (let index = 0; index < cores.length; index++) {
        const core = cores[index];
        if (core.readyAt <= cycle) core.step(cycle, eventUnit);
        if (core.readyAt < earliest) earliest = core.readyAt;
      }
      const asking = tcdm.askerCount;
      const granted = tcdm.arbitrate();
      for (let turn = 0; turn < asking; turn++) {
        const index = tcdm.askers[turn];
        cores[index].answer((granted & (1 << index)) !== 0, cycle);
      }
      if (asking > 0 || earliest <= cycle + 1) continue;
      // The core that ends with a barrier wakes those that were looked at before it.
      if (earliest < NEVER) cycle = earliest - 1;
      else if (cores.every(({ readyAt }) => readyAt === NEVER)) return lastCycle(cores);
    }
    throw errorAt(cores[0].next, `has not ended after ${limit} cycles`);
  }
}

/** Cycles of the whole run where nobody can go on. @throws InputError where somebody still waits at a barrier */
function lastCycle(cores: readonly Core[]): number {
  const asleep = cores.filter(({ asleepAt }) => asleepAt !== undefined);
  if (asleep.length === 0) return Math.max(...cores.map(({ endedAt }) => endedAt));
  const others = cores.length - asleep.length;
  throw errorAt(asleep[0].asleepAt, `${asleep.length} cores wait at a barrier, but the other ${others} have ended`);
}

function errorAt(instruction: Instruction | undefined, problem: string): InputError {
  if (instruction === undefined) return new InputError(problem);
  const { file, line, column } = instruction;
  return new InputError(problem, { file, line, column });
}
