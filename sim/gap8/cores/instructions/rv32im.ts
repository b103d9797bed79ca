import type { InstructionSpec } from '../instruction.js';
import { alu, branch, control, load, multiply, store } from './spec.js';

/**
 * RV32I without its system instructions, and RV32M (The RISC-V Instruction Set Manual, volume I). `csrr` reads one register
 * only, the number of the core.
 */
export const RV32IM: readonly InstructionSpec[] = [
  alu('lui', 'rd, u20', (_a, _b, _d, immediate) => immediate << 12),
  alu('addi', 'rd, rs1, i12', (a, _b, _d, immediate) => (a + immediate) | 0),
  alu('slti', 'rd, rs1, i12', (a, _b, _d, immediate) => Number(a < immediate)),
  alu('sltiu', 'rd, rs1, i12', (a, _b, _d, immediate) => Number(a >>> 0 < immediate >>> 0)),
  alu('xori', 'rd, rs1, i12', (a, _b, _d, immediate) => a ^ immediate),
  alu('ori', 'rd, rs1, i12', (a, _b, _d, immediate) => a | immediate),
  alu('andi', 'rd, rs1, i12', (a, _b, _d, immediate) => a & immediate),
  alu('slli', 'rd, rs1, u5', (a, _b, _d, immediate) => a << immediate),
  alu('srli', 'rd, rs1, u5', (a, _b, _d, immediate) => (a >>> immediate) | 0),
  alu('srai', 'rd, rs1, u5', (a, _b, _d, immediate) => a >> immediate),
  alu('add', 'rd, rs1, rs2', (a, b) => (a + b) | 0),
  alu('sub', 'rd, rs1, rs2', (a, b) => (a - b) | 0),
  alu('sll', 'rd, rs1, rs2', (a, b) => a << b),
  alu('slt', 'rd, rs1, rs2', (a, b) => Number(a < b)),
  alu('sltu', 'rd, rs1, rs2', (a, b) => Number(a >>> 0 < b >>> 0)),
  alu('xor', 'rd, rs1, rs2', (a, b) => a ^ b),
  alu('srl', 'rd, rs1, rs2', (a, b) => (a >>> b) | 0),
  alu('sra', 'rd, rs1, rs2', (a, b) => a >> b),
  alu('or', 'rd, rs1, rs2', (a, b) => a | b),
  alu('and', 'rd, rs1, rs2', (a, b) => a & b),

  multiply('mul', 'multiply', Math.imul),
  multiply('mulh', 'highMultiply', (a, b) => highHalf(BigInt(a) * BigInt(b))),
  multiply('mulhsu', 'highMultiply', (a, b) => highHalf(BigInt(a) * BigInt(b >>> 0))),
  multiply('mulhu', 'highMultiply', (a, b) => highHalf(BigInt(a >>> 0) * BigInt(b >>> 0))),
  multiply('div', 'signedDivide', (a, b) => (b === 0 ? -1 : (a / b) | 0)),
  multiply('divu', 'unsignedDivide', (a, b) => (b === 0 ? -1 : Math.floor((a >>> 0) / (b >>> 0)) | 0)),
  multiply('rem', 'signedDivide', (a, b) => (b === 0 ? a : (a % b) | 0)),
  multiply('remu', 'unsignedDivide', (a, b) => (b === 0 ? a : ((a >>> 0) % (b >>> 0)) | 0)),

  load('lb', 'rd, address', 1, 'signed'),
  load('lbu', 'rd, address', 1, 'unsigned'),
  load('lh', 'rd, address', 2, 'signed'),
  load('lhu', 'rd, address', 2, 'unsigned'),
  load('lw', 'rd, address', 4, 'signed'),
  store('sb', 'rs2, address', 1),
  store('sh', 'rs2, address', 2),
  store('sw', 'rs2, address', 4),

  branch('beq', 'rs1, rs2, label', (a, b) => a === b),
  branch('bne', 'rs1, rs2, label', (a, b) => a !== b),
  branch('blt', 'rs1, rs2, label', (a, b) => a < b),
  branch('bge', 'rs1, rs2, label', (a, b) => a >= b),
  branch('bltu', 'rs1, rs2, label', (a, b) => a >>> 0 < b >>> 0),
  branch('bgeu', 'rs1, rs2, label', (a, b) => a >>> 0 >= b >>> 0),
  control('jal', 'rd, label', 'jump', { timing: 'jump' }),
  control('jalr', 'rd, address', 'jumpRegister', { timing: 'jump' }),
  control('csrr', 'rd, csr', 'coreId'),
];

function highHalf(product: bigint): number {
  return Number(BigInt.asIntN(32, product >> 32n));
}
