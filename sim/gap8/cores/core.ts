import { InputError } from '../../core/input/input-error.js';
import type { Program } from './assemble.js';
import { type CoreCauseCycles, noCycles } from './core-causes.js';
import type { EventUnit } from './event-unit.js';
import { HardwareLoops } from './hardware-loops.js';
import type { Instruction } from './instruction.js';
import type { Tcdm } from './tcdm.js';
import type { ClusterTiming } from './timing.js';

/** When a core that sleeps or has ended does something; a small integer, so that cycles stay such in the engine of JavaScript. */
export const NEVER = 2 ** 30 - 1;
/** Instructions without an access that a core runs ahead of the others at once. */
const MOST_AHEAD = 64;
const RETURN_ADDRESS = 1;
const STACK_POINTER = 2;
const FIRST_ARGUMENT = 10;

/**
 * A RI5CY core: four pipeline stages, one instruction a cycle in order, and the stalls of its user manual. It runs ahead of the
 * other cores up to its next access, which then waits for the `answer` of its bank. Instructions always come from the cache.
 */
export class Core {
  /** The next cycle in which the core has to do with others: until then it has run ahead. */
  readyAt = 0;
  readonly registers = new Int32Array(32);
  #pc = 0;
  /** Registers whose value is not there for the next instruction, and why. */
  #pending = 0;
  #pendingCause: 'loadUse' | 'multiplyUse' = 'loadUse';
  /** Where in L1 the present load or store goes. */
  #address = 0;
  /** Whether the first part of an access over a word's end has been granted. */
  #secondAccess = false;
  /** The instruction at which it sleeps, since which cycle. */
  asleepAt: Instruction | undefined;
  #asleepSince = 0;
  /** The cycle behind its last one, once it has ended. */
  endedAt = 0;
  readonly #loops = new HardwareLoops();
  readonly #causes = noCycles();
  readonly #instructions: readonly Instruction[];
  readonly #l1Base: number;
  readonly #l1Bytes: number;
  readonly #loadUseStall: number;
  readonly #multiplyUseStall: number;

  /**
   * @param argument address that the kernel finds in a0
   * @param stack address behind the core's stack, in sp
   */
  constructor(
    readonly index: number,
    program: Program,
    private readonly tcdm: Tcdm,
    private readonly timing: ClusterTiming,
    start: { readonly argument: number; readonly stack: number },
  ) {
    this.#instructions = program.instructions;
    this.#l1Base = timing.l1Base.value;
    this.#l1Bytes = timing.l1Bytes.value;
    this.#loadUseStall = timing.loadUseStall.value;
    this.#multiplyUseStall = timing.multiplyUseStall.value;
    this.registers[RETURN_ADDRESS] = 4 * program.instructions.length;
    this.registers[STACK_POINTER] = start.stack;
    this.registers[FIRST_ARGUMENT] = start.argument;
  }

  /** Instructions that have been executed. */
  get instructionCount(): number {
    return this.#causes.active;
  }

  /** The instruction that is next; none at the end of the program. */
  get next(): Instruction | undefined {
    return this.#instructions[this.#pc];
  }

  /** Cycles by cause, of a run of so many. */
  causes(cycles: number): CoreCauseCycles {
    const own = Object.values(this.#causes).reduce((sum, value) => sum + value, 0);
    return { ...this.#causes, ended: cycles - own };
  }

  /** Goes on in cycle `release`. */
  wake(release: number): void {
    this.#causes.barrier += release - this.#asleepSince - 1;
    this.asleepAt = undefined;
    this.readyAt = release;
    if (this.#pc === this.#instructions.length) this.#end(release);
  }

  /**
   * Goes on in cycle `readyAt`: at an instruction that concerns other cores it asks for its bank or sleeps at the barrier, else
   * it runs ahead to the next such instruction.
   */
  step(cycle: number, eventUnit: EventUnit): void {
    const instruction = this.#instructions[this.#pc];
    const { kind } = instruction;
    if (kind === 'load' || kind === 'store') this.#request(instruction, cycle);
    else if (kind === 'eventLoad') this.#sleep(instruction, cycle, eventUnit);
    else this.#runAhead(cycle);
  }

  /** The answer of the bank that the core has asked in this cycle's step. Where it is a no, the next step asks again. */
  answer(granted: boolean, cycle: number): void {
    if (!granted) {
      this.#causes.contention++;
      return;
    }
    const instruction = this.#instructions[this.#pc];
    const address = this.#address;
    if ((address & 3) + instruction.bytes > 4 && !this.#secondAccess) {
      this.#secondAccess = true;
      this.#causes.misaligned += this.timing.misalignedStall.value;
      this.readyAt = cycle + this.timing.misalignedStall.value;
      return;
    }
    this.#secondAccess = false;
    const { registers } = this;
    const { kind, rd, bytes, signShift } = instruction;
    if (kind === 'store') this.tcdm.write(address, bytes, registers[instruction.rs2]);
    if (instruction.postIncrement) {
      registers[instruction.rs1] += instruction.immediate + registers[instruction.offset];
    }
    if (kind === 'load') {
      registers[rd] = (this.tcdm.read(address, bytes) << signShift) >> signShift;
      if (this.#loadUseStall !== 0) this.#pend(rd, 'loadUse');
    }
    this.#advance(instruction, this.#pc + 1);
    this.#runAhead(cycle + 1);
  }

  /**
   * Executes what concerns no other core from cycle `time` on, and sets the cycle in which the next instruction goes on: behind
   * its stall, wherever the limit falls.
   */
  #runAhead(time: number): void {
    for (let count = 0; this.#pc < this.#instructions.length; count++) {
      const instruction = this.#instructions[this.#pc];
      if (this.#pending !== 0) {
        if ((this.#pending & instruction.sources) !== 0) {
          time++;
          if (this.#pendingCause === 'loadUse') this.#causes.loadUse++;
          else this.#causes.multiplyUse++;
        }
        this.#pending = 0;
      }
      const { kind } = instruction;
      if (count === MOST_AHEAD || kind === 'load' || kind === 'store' || kind === 'eventLoad') break;
      time += this.#execute(instruction);
    }
    if (this.#pc < this.#instructions.length) this.readyAt = time;
    else this.#end(time);
  }

  /** Executes an instruction that concerns no other core, and gives its cycles. */
  #execute(instruction: Instruction): number {
    const { registers } = this;
    const { kind, rd, immediate } = instruction;
    const a = registers[instruction.rs1];
    const b = registers[instruction.rs2];
    let next = this.#pc + 1;
    let cycles = 1;
    if (kind === 'alu') {
      registers[rd] = instruction.compute(a, b, registers[rd], immediate);
      if (instruction.timing !== 'single') cycles = this.#multiplierCycles(instruction, b);
    } else if (kind === 'branch') {
      if (instruction.compute(a, b, 0, immediate) !== 0) {
        next = instruction.target;
        cycles = this.timing.takenBranch.value;
        this.#causes.branch += cycles - 1;
      }
    } else if (kind === 'loop') {
      this.#loops.set(instruction, next, a);
    } else if (kind === 'coreId') {
      registers[rd] = this.index;
    } else {
      registers[rd] = 4 * next;
      next = kind === 'jump' ? instruction.target : this.#indexOf(instruction, (a + immediate) & ~1);
      cycles = this.timing.jump.value;
      this.#causes.branch += cycles - 1;
    }
    this.#advance(instruction, next);
    return cycles;
  }

  /** An instruction is done. */
  #advance(instruction: Instruction, next: number): void {
    this.registers[0] = 0;
    this.#causes.active++;
    this.#pc = instruction.endsLoop ? this.#loops.goOn(next) : next;
  }

  /** Waits at the barrier. */
  #sleep(instruction: Instruction, cycle: number, eventUnit: EventUnit): void {
    const address = this.registers[instruction.rs1] + instruction.immediate;
    if (address !== this.timing.barrierAddress.value) throw this.#error(instruction, `no event at ${hex(address)}`);
    this.asleepAt = instruction;
    this.#asleepSince = cycle;
    this.readyAt = NEVER;
    this.#advance(instruction, this.#pc + 1);
    eventUnit.arrive(cycle);
  }

  /** Asks for the bank of a load or store, the second time for that of its last byte. */
  #request(instruction: Instruction, cycle: number): void {
    const { registers } = this;
    const { bytes } = instruction;
    const offset = instruction.postIncrement ? 0 : instruction.immediate + registers[instruction.offset];
    const address = registers[instruction.rs1] + offset - this.#l1Base;
    if (address < 0 || address > this.#l1Bytes - bytes) throw this.#outside(instruction, address, cycle);
    this.#address = address;
    this.tcdm.request(this.index, this.#secondAccess ? address + bytes - 1 : address);
  }

  /** Cycles of a multiplication or division. */
  #multiplierCycles({ timing, rd }: Instruction, divisor: number): number {
    if (timing === 'multiply') {
      if (this.#multiplyUseStall !== 0) this.#pend(rd, 'multiplyUse');
      return 1;
    }
    const { highMultiply, leastDivide } = this.timing;
    const magnitude = timing === 'signedDivide' ? Math.abs(divisor) : divisor;
    const cycles = timing === 'highMultiply' ? highMultiply.value : leastDivide.value + Math.clz32(magnitude);
    this.#causes.longOperation += cycles - 1;
    return cycles;
  }

  #pend(register: number, cause: 'loadUse' | 'multiplyUse'): void {
    this.#pending = 1 << register;
    this.#pendingCause = cause;
  }

  #indexOf(instruction: Instruction, address: number): number {
    const index = address / 4;
    if (Number.isInteger(index) && index >= 0 && index <= this.#instructions.length) return index;
    throw this.#error(instruction, `no instruction at ${hex(address)}`);
  }

  #end(cycle: number): void {
    this.endedAt = cycle;
    this.readyAt = NEVER;
  }

  #outside(instruction: Instruction, address: number, cycle: number): InputError {
    const end = this.#l1Base + this.#l1Bytes - 1;
    const found = `${instruction.spec.mnemonic} of ${instruction.bytes} bytes at ${hex(address + this.#l1Base)} in cycle ${cycle}`;
    return this.#error(instruction, `${found}, allowed: L1 from ${hex(this.#l1Base)} to ${hex(end)}`);
  }

  #error({ file, line, column }: Instruction, problem: string): InputError {
    return new InputError(`core ${this.index}: ${problem}`, { file, line, column });
  }
}

function hex(address: number): string {
  return `0x${(address >>> 0).toString(16).padStart(8, '0')}`;
}
