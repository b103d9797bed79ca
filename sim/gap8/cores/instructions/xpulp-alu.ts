import type { InstructionSpec } from '../instruction.js';
import { accumulate, alu } from './spec.js';

/**
 * General arithmetic of XpulpV2: comparison, clipping, addition and multiplication with a shift (and rounding), bit fields,
 * multiply-accumulate (RI5CY user manual, chapters on ALU and multiply-accumulate extensions).
 */
export const XPULP_ALU: readonly InstructionSpec[] = [
  alu('p.abs', 'rd, rs1', (a) => Math.abs(a) | 0),
  alu('p.slet', 'rd, rs1, rs2', (a, b) => Number(a <= b)),
  alu('p.sletu', 'rd, rs1, rs2', (a, b) => Number(a >>> 0 <= b >>> 0)),
  alu('p.min', 'rd, rs1, rs2', (a, b) => Math.min(a, b)),
  alu('p.minu', 'rd, rs1, rs2', (a, b) => Math.min(a >>> 0, b >>> 0) | 0),
  alu('p.max', 'rd, rs1, rs2', (a, b) => Math.max(a, b)),
  alu('p.maxu', 'rd, rs1, rs2', (a, b) => Math.max(a >>> 0, b >>> 0) | 0),
  alu('p.exths', 'rd, rs1', (a) => (a << 16) >> 16),
  alu('p.exthz', 'rd, rs1', (a) => a & 0xffff),
  alu('p.extbs', 'rd, rs1', (a) => (a << 24) >> 24),
  alu('p.extbz', 'rd, rs1', (a) => a & 0xff),

  alu('p.clip', 'rd, rs1, u5', (a, _b, _d, bits) => clip(a, -halfRange(bits) - 1, halfRange(bits))),
  alu('p.clipu', 'rd, rs1, u5', (a, _b, _d, bits) => clip(a, 0, halfRange(bits))),
  alu('p.clipr', 'rd, rs1, rs2', (a, b) => clip(a, ~b, b)),
  alu('p.clipur', 'rd, rs1, rs2', (a, b) => clip(a, 0, b)),

  alu('p.addN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => (a + b) >> shift),
  alu('p.adduN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => ((a + b) >>> shift) | 0),
  alu('p.addRN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => (a + b + half(shift)) >> shift),
  alu('p.subN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => (a - b) >> shift),
  alu('p.subRN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => (a - b + half(shift)) >> shift),
  accumulate('p.addNr', 'rd, rs1, rs2', (a, shift, d) => (d + a) >> shift),
  accumulate('p.addRNr', 'rd, rs1, rs2', (a, shift, d) => (d + a + half(shift)) >> shift),

  alu('p.muls', 'rd, rs1, rs2', (a, b) => lowHalves(a, b)),
  alu('p.mulsN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => lowHalves(a, b) >> shift),
  alu('p.mulsRN', 'rd, rs1, rs2, u5', (a, b, _d, shift) => (lowHalves(a, b) + half(shift)) >> shift),
  accumulate('p.mac', 'rd, rs1, rs2', (a, b, d) => (d + Math.imul(a, b)) | 0),
  accumulate('p.msu', 'rd, rs1, rs2', (a, b, d) => (d - Math.imul(a, b)) | 0),

  alu('p.extract', 'rd, rs1, u5, second-u5', (a, _b, _d, field) => {
    const unused = Math.max(0, 31 - width(field) - lowest(field));
    return (a << unused) >> (unused + lowest(field));
  }),
  alu('p.extractu', 'rd, rs1, u5, second-u5', (a, _b, _d, field) => ((a & mask(field)) >>> lowest(field)) | 0),
  accumulate(
    'p.insert',
    'rd, rs1, u5, second-u5',
    (a, _b, d, field) => (d & ~mask(field)) | ((a << lowest(field)) & mask(field)),
  ),
  alu('p.bclr', 'rd, rs1, u5, second-u5', (a, _b, _d, field) => a & ~mask(field)),
  alu('p.bset', 'rd, rs1, u5, second-u5', (a, _b, _d, field) => a | mask(field)),
];

function clip(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** Largest number of so many bits with a sign; 0 for no bits. */
function halfRange(bits: number): number {
  return ((1 << bits) - 1) >>> 1;
}

/** What rounds to nearest before a shift to the right. */
function half(shift: number): number {
  const places = shift & 31;
  return places === 0 ? 0 : 1 << (places - 1);
}

function lowHalves(a: number, b: number): number {
  return Math.imul((a << 16) >> 16, (b << 16) >> 16);
}

/** A bit field: its width less one in the first immediate, its lowest bit in the second. */
function width(field: number): number {
  return field & 31;
}

function lowest(field: number): number {
  return field >> 5;
}

function mask(field: number): number {
  return (2 ** (width(field) + 1) - 1) << lowest(field);
}
