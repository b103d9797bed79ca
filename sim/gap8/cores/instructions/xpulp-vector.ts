import type { InstructionSpec } from '../instruction.js';
import { accumulate, alu } from './spec.js';

/**
 * Vectors of four bytes or two halfwords in XpulpV2: dot products, which `sdot` adds to rd, and access to a byte. `up` reads
 * both vectors as unsigned, `sp` both as signed, `usp` the first as unsigned (RI5CY user manual, chapter on vectorial extensions).
 */
export const XPULP_VECTOR: readonly InstructionSpec[] = [
  alu('pv.dotup.b', 'rd, rs1, rs2', (a, b) => unsignedBytes(a, b)),
  alu('pv.dotusp.b', 'rd, rs1, rs2', (a, b) => mixedBytes(a, b)),
  alu('pv.dotsp.b', 'rd, rs1, rs2', (a, b) => signedBytes(a, b)),
  accumulate('pv.sdotup.b', 'rd, rs1, rs2', (a, b, d) => (d + unsignedBytes(a, b)) | 0),
  accumulate('pv.sdotusp.b', 'rd, rs1, rs2', (a, b, d) => (d + mixedBytes(a, b)) | 0),
  accumulate('pv.sdotsp.b', 'rd, rs1, rs2', (a, b, d) => (d + signedBytes(a, b)) | 0),
  alu('pv.dotsp.h', 'rd, rs1, rs2', (a, b) => signedHalfwords(a, b)),
  accumulate('pv.sdotsp.h', 'rd, rs1, rs2', (a, b, d) => (d + signedHalfwords(a, b)) | 0),
  alu('pv.extract.b', 'rd, rs1, u5', (a, _b, _d, lane) => (a << (24 - 8 * (lane & 3))) >> 24),
  alu('pv.extractu.b', 'rd, rs1, u5', (a, _b, _d, lane) => (a >>> (8 * (lane & 3))) & 0xff),
  accumulate('pv.insert.b', 'rd, rs1, u5', (a, _b, d, lane) => {
    const place = 8 * (lane & 3);
    return (d & ~(0xff << place)) | ((a & 0xff) << place);
  }),
];

function unsignedBytes(a: number, b: number): number {
  return (
    (a & 0xff) * (b & 0xff) +
    ((a >> 8) & 0xff) * ((b >> 8) & 0xff) +
    ((a >> 16) & 0xff) * ((b >> 16) & 0xff) +
    (a >>> 24) * (b >>> 24)
  );
}

function mixedBytes(a: number, b: number): number {
  return (
    (a & 0xff) * ((b << 24) >> 24) +
    ((a >> 8) & 0xff) * ((b << 16) >> 24) +
    ((a >> 16) & 0xff) * ((b << 8) >> 24) +
    (a >>> 24) * (b >> 24)
  );
}

function signedBytes(a: number, b: number): number {
  return (
    ((a << 24) >> 24) * ((b << 24) >> 24) +
    ((a << 16) >> 24) * ((b << 16) >> 24) +
    ((a << 8) >> 24) * ((b << 8) >> 24) +
    (a >> 24) * (b >> 24)
  );
}

/** The two products of -2^15 by itself do not fit: the sum wraps. */
function signedHalfwords(a: number, b: number): number {
  return (((a << 16) >> 16) * ((b << 16) >> 16) + (a >> 16) * (b >> 16)) | 0;
}
