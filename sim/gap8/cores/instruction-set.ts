import type { InstructionSpec } from './instruction.js';
import { RV32IM } from './instructions/rv32im.js';
import { XPULP_ALU } from './instructions/xpulp-alu.js';
import { XPULP_MEMORY } from './instructions/xpulp-memory.js';
import { XPULP_VECTOR } from './instructions/xpulp-vector.js';

/** The instructions of a cluster core, by mnemonic: RV32IM and the part of XpulpV2 that the kernels need. */
export const INSTRUCTION_SET: ReadonlyMap<string, InstructionSpec> = new Map(
  [...RV32IM, ...XPULP_MEMORY, ...XPULP_ALU, ...XPULP_VECTOR].map((spec) => [spec.mnemonic, spec]),
);

/**
 * Shorthands and the instructions that they stand for; `$1` is the first operand. `li` is not among them: what it stands for
 * depends on the value (assemble.ts).
 */
export const SHORTHANDS: ReadonlyMap<string, { readonly operands: number; readonly text: string }> = new Map([
  ['nop', { operands: 0, text: 'addi x0, x0, 0' }],
  ['mv', { operands: 2, text: 'addi $1, $2, 0' }],
  ['not', { operands: 2, text: 'xori $1, $2, -1' }],
  ['neg', { operands: 2, text: 'sub $1, x0, $2' }],
  ['seqz', { operands: 2, text: 'sltiu $1, $2, 1' }],
  ['snez', { operands: 2, text: 'sltu $1, x0, $2' }],
  ['beqz', { operands: 2, text: 'beq $1, x0, $2' }],
  ['bnez', { operands: 2, text: 'bne $1, x0, $2' }],
  ['blez', { operands: 2, text: 'bge x0, $1, $2' }],
  ['bgez', { operands: 2, text: 'bge $1, x0, $2' }],
  ['bltz', { operands: 2, text: 'blt $1, x0, $2' }],
  ['bgtz', { operands: 2, text: 'blt x0, $1, $2' }],
  ['bgt', { operands: 3, text: 'blt $2, $1, $3' }],
  ['ble', { operands: 3, text: 'bge $2, $1, $3' }],
  ['bgtu', { operands: 3, text: 'bltu $2, $1, $3' }],
  ['bleu', { operands: 3, text: 'bgeu $2, $1, $3' }],
  ['j', { operands: 1, text: 'jal x0, $1' }],
  ['call', { operands: 1, text: 'jal ra, $1' }],
  ['jr', { operands: 1, text: 'jalr x0, 0($1)' }],
  ['ret', { operands: 0, text: 'jalr x0, 0(ra)' }],
]);

const NAMED = [
  ...['zero', 'ra', 'sp', 'gp', 'tp', 't0', 't1', 't2', 's0', 's1'],
  ...['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'],
  ...['s2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 't3', 't4', 't5', 't6'],
];

/** Number of a register by its name in the RISC-V ABI, by `fp`, or by `x0` to `x31`. */
export const REGISTERS: ReadonlyMap<string, number> = new Map([
  ...NAMED.map((name, index) => [name, index] as const),
  ...NAMED.map((_, index) => [`x${index}`, index] as const),
  ['fp', 8] as const,
]);
