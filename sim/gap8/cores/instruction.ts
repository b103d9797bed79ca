/** What an operand of a listing may be, by the place where it ends up. */
export type OperandKind =
  /** Registers: destination, first and second source. */
  | 'rd'
  | 'rs1'
  | 'rs2'
  /** Immediates: signed of 12 and 5 bits, unsigned of 5, 12 and 20 bits, a second one of 5 bits. */
  | 'i12'
  | 'i5'
  | 'u5'
  | 'u12'
  | 'u20'
  | 'second-u5'
  /** `imm(rs1)`; of the XpulpV2 loads and stores `imm(rs1!)`, `register(rs1!)` and `register(rs1)`. */
  | 'address'
  | 'indexed-address'
  /** A label to go to, one of the two hardware loops, the core's number. */
  | 'label'
  | 'loop'
  | 'csr';

/** What an instruction does besides computing a value. */
export type InstructionKind =
  | 'alu'
  | 'load'
  | 'store'
  | 'branch'
  | 'jump'
  | 'jumpRegister'
  | 'loop'
  | 'coreId'
  | 'eventLoad';

/** Which of the core's timings (timing.ts) an instruction has. */
export type TimingClass = 'single' | 'load' | 'multiply' | 'highMultiply' | 'signedDivide' | 'unsignedDivide' | 'jump';

/**
 * The value that an instruction computes, as a signed 32-bit number: the result of arithmetic, of a branch 1 where it is taken.
 * @param a value of rs1
 * @param b value of rs2
 * @param d value of rd before
 * @param immediate the immediate; the second one in bits 5 to 9
 */
export type Compute = (a: number, b: number, d: number, immediate: number) => number;

/** One line of the instruction set. */
export interface InstructionSpec {
  readonly mnemonic: string;
  readonly operands: readonly OperandKind[];
  readonly kind: InstructionKind;
  readonly timing: TimingClass;
  readonly compute: Compute;
  /** Whether rd is also a source. */
  readonly readsDestination: boolean;
  /** Of loads and stores. */
  readonly bytes: 1 | 2 | 4;
  /** Of loads with a sign: how far the value is shifted left and back, to extend it. */
  readonly signShift: number;
  /** Of hardware-loop instructions: what they set; a `start` behind themselves or at the label, a count from rs1 or immediate. */
  readonly sets: {
    readonly start?: 'next' | 'label';
    readonly end?: 'label';
    readonly count?: 'register' | 'immediate';
  };
}

/** A decoded instruction, as the core runs it. Registers are numbers from 0 to 31; places in the program are indices. */
export interface Instruction {
  readonly spec: InstructionSpec;
  readonly kind: InstructionKind;
  readonly timing: TimingClass;
  readonly compute: Compute;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly immediate: number;
  /** Register that is added to the immediate as the offset of an address; x0 where there is none. */
  readonly offset: number;
  /** Whether the offset is added to rs1 behind the access instead of before it. */
  readonly postIncrement: boolean;
  readonly bytes: number;
  readonly signShift: number;
  /** Index that a label stands for. */
  readonly target: number;
  /** Hardware loop, 0 or 1. */
  readonly loop: number;
  /** One bit for each register that is read, without x0. */
  readonly sources: number;
  /** Whether it is the last of some hardware loop. */
  readonly endsLoop: boolean;
  readonly line: number;
  readonly column: number;
  readonly file: string;
}
