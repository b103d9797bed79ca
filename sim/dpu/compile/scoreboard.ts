import { ENGINES, fieldsOf, INSTRUCTION_SET, type Instruction, type Mnemonic } from '../isa/instruction-set.js';

const NONE = -1;

/** Something that instructions write and read: a row of a bank, weights, a row in DDR. Holds who used it last, by engine. */
export class Hazard {
  readonly written = new Int32Array(ENGINES.length).fill(NONE);
  readonly read = new Int32Array(ENGINES.length).fill(NONE);

  /** As if whoever used the others had read this one: it lies where they lay. */
  inherit(others: Iterable<Hazard>): void {
    for (const { written, read } of others) {
      for (let engine = 0; engine < ENGINES.length; engine++) {
        this.read[engine] = Math.max(this.read[engine], written[engine], read[engine]);
      }
    }
  }
}

/**
 * The instruction stream, in an order in which it could be executed one by one. Engines run apart; that none goes ahead of what
 * it needs is what tokens are for. An instruction awaits the last one of each other engine that wrote what it reads, or used
 * what it writes. Engines are in order, so whoever has awaited an instruction has awaited those before it: the k-th token from
 * one engine to another is for the k-th that awaits one.
 */
export class Scoreboard {
  readonly instructions: Instruction[] = [];
  /** Last awaited instruction, by the engine that gives the token and the one that awaits it. */
  private readonly awaited = ENGINES.map(() => new Int32Array(ENGINES.length).fill(NONE));
  private readonly last = new Int32Array(ENGINES.length).fill(NONE);
  private readonly needed = new Int32Array(ENGINES.length);
  private barrier: Int32Array | null = null;
  private readonly states = new Map<Mnemonic, Instruction>();

  /** The next instruction of an engine that waits at barriers awaits all that CONV and MISC have been given so far. */
  setBarrier(): void {
    this.barrier = this.last.slice();
  }

  push(instruction: Instruction, reads: readonly Hazard[], writes: readonly Hazard[]): void {
    const engine = engineOf(instruction);
    const index = this.instructions.length;
    const { needed } = this;
    needed.fill(NONE);
    if (this.barrier !== null && !isState(instruction)) {
      needed[CONV] = this.barrier[CONV];
      needed[MISC] = this.barrier[MISC];
      this.barrier = null;
    }
    for (const { written } of reads) raise(needed, written);
    for (const { written, read } of writes) {
      raise(needed, written);
      raise(needed, read);
    }
    this.instructions.push(instruction);
    for (let giver = 0; giver < needed.length; giver++) {
      if (giver !== engine && needed[giver] > this.awaited[giver][engine])
        this.await(index, needed[giver], giver, engine);
    }
    for (const { read } of reads) read[engine] = index;
    for (const { written } of writes) written[engine] = index;
    this.last[engine] = index;
  }

  /** An instruction that tells its engine how the following ones are meant, unless the engine knows. */
  state(instruction: Instruction): void {
    const known = this.states.get(instruction.op);
    if (known !== undefined && sameFields(known, instruction)) return;
    this.states.set(instruction.op, instruction);
    this.push(instruction, [], []);
  }

  /** Sets the bits of a token, with the engines' own bits, which say that they are in order. */
  private await(index: number, given: number, giver: number, engine: number): void {
    const own = 1 << engine;
    this.instructions[index].dpdon |= own | (1 << giver);
    this.instructions[given].dpdby |= own | (1 << giver);
    this.awaited[giver][engine] = given;
  }
}

const [CONV, MISC] = [2, 3];

/** The engine that executes an instruction, as its bit's place. */
export function engineOf({ op }: Pick<Instruction, 'op'>): number {
  return ENGINES.indexOf(INSTRUCTION_SET[op].engine);
}

function raise(needed: Int32Array, by: Int32Array): void {
  for (let engine = 0; engine < needed.length; engine++) if (by[engine] > needed[engine]) needed[engine] = by[engine];
}

/** Whether an instruction only tells how the following ones are meant. */
function isState({ op }: Instruction): boolean {
  return op.endsWith('INIT');
}

function sameFields(a: Instruction, b: Instruction): boolean {
  const [left, right] = [a, b] as object[] as Readonly<Record<string, number>>[];
  return Object.keys(fieldsOf(a.op)).every((name) => left[name] === right[name]);
}
