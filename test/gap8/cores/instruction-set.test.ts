import { expect } from 'chai';
import fc from 'fast-check';
import { INSTRUCTION_SET } from '../../../sim/gap8/cores/instruction-set.js';

/** Operands as unsigned 32-bit numbers: rs1, rs2, rd before, and two immediates. */
type Semantics = (a: bigint, b: bigint, d: bigint, i: bigint, j: bigint) => bigint;

const signed = (value: bigint, bits = 32) => BigInt.asIntN(bits, value);
const u = (value: bigint, bits = 32) => BigInt.asUintN(bits, value);
const least = (...values: bigint[]) => values.reduce((x, y) => (y < x ? y : x));
const most = (...values: bigint[]) => values.reduce((x, y) => (y > x ? y : x));
const clamp = (value: bigint, low: bigint, high: bigint) => least(most(value, low), high);
const rounding = (shift: bigint) => (shift === 0n ? 0n : 1n << (shift - 1n));
/** Largest number of so many bits with a sign. */
const top = (bits: bigint) => (bits === 0n ? 0n : (1n << (bits - 1n)) - 1n);
const lanes = (value: bigint, bits: number, sign: boolean) =>
  Array.from({ length: 32 / bits }, (_, lane) => {
    const field = u(value >> BigInt(lane * bits), bits);
    return sign ? signed(field, bits) : field;
  });
const dot = (bits: number, signA: boolean, signB: boolean) => (a: bigint, b: bigint) => {
  const right = lanes(b, bits, signB);
  return lanes(a, bits, signA).reduce((sum, value, lane) => sum + value * right[lane], 0n);
};
const field = (i: bigint, j: bigint) => u(((1n << (i + 1n)) - 1n) << j);
const truncated = (a: bigint, b: bigint) => (b === 0n ? -1n : a / b);
const rest = (a: bigint, b: bigint) => (b === 0n ? a : a % b);

/** The manuals' definitions on whole numbers without a width; the result is taken modulo 2^32. */
const DEFINITIONS: Record<string, Semantics> = {
  lui: (_a, _b, _d, i) => i << 12n,
  addi: (a, _b, _d, i) => a + i,
  slti: (a, _b, _d, i) => BigInt(signed(a) < i),
  sltiu: (a, _b, _d, i) => BigInt(a < u(i)),
  xori: (a, _b, _d, i) => a ^ u(i),
  ori: (a, _b, _d, i) => a | u(i),
  andi: (a, _b, _d, i) => a & u(i),
  slli: (a, _b, _d, i) => a << i,
  srli: (a, _b, _d, i) => a >> i,
  srai: (a, _b, _d, i) => signed(a) >> i,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  sll: (a, b) => a << (b & 31n),
  slt: (a, b) => BigInt(signed(a) < signed(b)),
  sltu: (a, b) => BigInt(a < b),
  xor: (a, b) => a ^ b,
  srl: (a, b) => a >> (b & 31n),
  sra: (a, b) => signed(a) >> (b & 31n),
  or: (a, b) => a | b,
  and: (a, b) => a & b,
  mul: (a, b) => a * b,
  mulh: (a, b) => (signed(a) * signed(b)) >> 32n,
  mulhsu: (a, b) => (signed(a) * b) >> 32n,
  mulhu: (a, b) => (a * b) >> 32n,
  div: (a, b) => truncated(signed(a), signed(b)),
  divu: (a, b) => truncated(a, b),
  rem: (a, b) => rest(signed(a), signed(b)),
  remu: (a, b) => rest(a, b),
  'p.abs': (a) => (signed(a) < 0n ? -signed(a) : a),
  'p.slet': (a, b) => BigInt(signed(a) <= signed(b)),
  'p.sletu': (a, b) => BigInt(a <= b),
  'p.min': (a, b) => least(signed(a), signed(b)),
  'p.minu': (a, b) => least(a, b),
  'p.max': (a, b) => most(signed(a), signed(b)),
  'p.maxu': (a, b) => most(a, b),
  'p.exths': (a) => signed(a, 16),
  'p.exthz': (a) => u(a, 16),
  'p.extbs': (a) => signed(a, 8),
  'p.extbz': (a) => u(a, 8),
  'p.clip': (a, _b, _d, i) => clamp(signed(a), -top(i) - 1n, top(i)),
  'p.clipu': (a, _b, _d, i) => clamp(signed(a), 0n, top(i)),
  'p.addN': (a, b, _d, i) => signed(a + b) >> i,
  'p.adduN': (a, b, _d, i) => u(a + b) >> i,
  'p.addRN': (a, b, _d, i) => signed(a + b + rounding(i)) >> i,
  'p.subN': (a, b, _d, i) => signed(a - b) >> i,
  'p.subRN': (a, b, _d, i) => signed(a - b + rounding(i)) >> i,
  'p.addNr': (a, b, d) => signed(d + a) >> (b & 31n),
  'p.addRNr': (a, b, d) => signed(d + a + rounding(b & 31n)) >> (b & 31n),
  'p.muls': (a, b) => signed(a, 16) * signed(b, 16),
  'p.mulsN': (a, b, _d, i) => signed(signed(a, 16) * signed(b, 16)) >> i,
  'p.mulsRN': (a, b, _d, i) => signed(signed(a, 16) * signed(b, 16) + rounding(i)) >> i,
  'p.mac': (a, b, d) => d + a * b,
  'p.msu': (a, b, d) => d - a * b,
  'p.extract': (a, _b, _d, i, j) => signed((a & field(i, j)) >> j, Math.min(Number(i) + 1, 32 - Number(j))),
  'p.extractu': (a, _b, _d, i, j) => (a & field(i, j)) >> j,
  'p.insert': (a, _b, d, i, j) => (d & ~field(i, j)) | ((a << j) & field(i, j)),
  'p.bclr': (a, _b, _d, i, j) => a & ~field(i, j),
  'p.bset': (a, _b, _d, i, j) => a | field(i, j),
  'pv.dotup.b': dot(8, false, false),
  'pv.dotusp.b': dot(8, false, true),
  'pv.dotsp.b': dot(8, true, true),
  'pv.sdotup.b': (a, b, d) => d + dot(8, false, false)(a, b),
  'pv.sdotusp.b': (a, b, d) => d + dot(8, false, true)(a, b),
  'pv.sdotsp.b': (a, b, d) => d + dot(8, true, true)(a, b),
  'pv.dotsp.h': dot(16, true, true),
  'pv.sdotsp.h': (a, b, d) => d + dot(16, true, true)(a, b),
  'pv.extract.b': (a, _b, _d, i) => signed(a >> (8n * (i & 3n)), 8),
  'pv.extractu.b': (a, _b, _d, i) => u(a >> (8n * (i & 3n)), 8),
  'pv.insert.b': (a, _b, d, i) => (d & ~(255n << (8n * (i & 3n)))) | (u(a, 8) << (8n * (i & 3n))),
};

/** Clipping to what rs2 says is defined where rs2 is not negative. */
const NOT_NEGATIVE: Record<string, Semantics> = {
  'p.clipr': (a, b) => clamp(signed(a), -b - 1n, b),
  'p.clipur': (a, b) => clamp(signed(a), 0n, b),
};

const BRANCHES: Record<string, (a: bigint, b: bigint, i: bigint) => boolean> = {
  beq: (a, b) => a === b,
  bne: (a, b) => a !== b,
  blt: (a, b) => signed(a) < signed(b),
  bge: (a, b) => signed(a) >= signed(b),
  bltu: (a, b) => a < b,
  bgeu: (a, b) => a >= b,
  'p.beqimm': (a, _b, i) => signed(a) === i,
  'p.bneimm': (a, _b, i) => signed(a) !== i,
};

const corner = fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 0x7f7f7f7f, -0x7f7f7f80, 31, 32);
const word = fc.oneof(fc.integer(), corner, fc.integer({ min: -40, max: 40 }));
const five = fc.integer({ min: 0, max: 31 });

function immediateOf(mnemonic: string): fc.Arbitrary<number> {
  const operands = INSTRUCTION_SET.get(mnemonic)?.operands ?? [];
  if (operands.includes('i12')) return fc.integer({ min: -2048, max: 2047 });
  if (operands.includes('i5')) return fc.integer({ min: -16, max: 15 });
  return operands.includes('u20') ? fc.integer({ min: 0, max: 2 ** 20 - 1 }) : five;
}

function expectResults(mnemonic: string, definition: Semantics, b: fc.Arbitrary<number> = word): void {
  const { compute } = INSTRUCTION_SET.get(mnemonic)!;
  fc.assert(
    fc.property(word, b, word, immediateOf(mnemonic), five, (x, y, d, i, j) => {
      const second = INSTRUCTION_SET.get(mnemonic)?.operands.includes('second-u5') ? j : 0;
      const expected = definition(u(BigInt(x)), u(BigInt(y)), u(BigInt(d)), BigInt(i), BigInt(second));
      expect(compute(x, y, d, i + 32 * second)).to.equal(Number(signed(expected)));
    }),
  );
}

describe('the instruction set', () => {
  for (const [mnemonic, definition] of Object.entries(DEFINITIONS)) {
    it(`computes ${mnemonic} as the manual defines it`, () => expectResults(mnemonic, definition));
  }

  for (const [mnemonic, definition] of Object.entries(NOT_NEGATIVE)) {
    it(`computes ${mnemonic} as the manual defines it`, () => expectResults(mnemonic, definition, fc.nat()));
  }

  for (const [mnemonic, taken] of Object.entries(BRANCHES)) {
    it(`takes ${mnemonic} as the manual defines it`, () => {
      expectResults(mnemonic, (a, b, _d, i) => BigInt(taken(a, b, i)));
    });
  }

  it('has no arithmetic and no branch besides', () => {
    const tested = Object.keys({ ...DEFINITIONS, ...NOT_NEGATIVE, ...BRANCHES });
    const computing = [...INSTRUCTION_SET.values()].filter(({ kind }) => kind === 'alu' || kind === 'branch');
    expect(computing.map(({ mnemonic }) => mnemonic).sort()).to.deep.equal(tested.sort());
  });
});
