import { expect } from 'chai';
import fc from 'fast-check';
import { runListing } from '../../helpers/gap8-program.js';

/** Where a listing's L1 begins. */
const L1 = 0x10000000;

/** Cycles of some lines on one core. */
function cyclesOf(lines: string): number {
  return runListing(lines).cycles;
}

/** Cycles of a division alone. */
function divisionCycles(mnemonic: string, divisor: number): number {
  return 1 + runListing(`li t1, ${divisor}\n${mnemonic} t0, a0, t1`).causes[0].longOperation;
}

/** A line of a listing, with what its timing depends on. */
interface Line {
  readonly text: string;
  readonly reads: readonly string[];
  /** Register whose value comes a cycle late. */
  readonly late?: string;
}

const register = fc.constantFrom('t0', 't1');
const arithmetic: fc.Arbitrary<Line> = fc.oneof(
  fc.tuple(register, register).map(([rd, rs]) => ({ text: `addi ${rd}, ${rs}, 1`, reads: [rs] })),
  fc.tuple(register, register).map(([rd, rs]) => ({ text: `mul ${rd}, ${rs}, ${rs}`, reads: [rs], late: rd })),
);
const access: fc.Arbitrary<Line> = fc.oneof(
  register.map((rd) => ({ text: `lw ${rd}, 0(a0)`, reads: [], late: rd })),
  register.map((rs) => ({ text: `sw ${rs}, 4(a0)`, reads: [rs] })),
);
/** Arithmetic around multiples of the instructions that a core runs ahead, then an access. */
const stretch = fc
  .tuple(fc.constantFrom(64, 128), fc.integer({ min: -4, max: 4 }))
  .chain(([around, more]) => fc.tuple(fc.array(arithmetic, exactly(around + more)), access))
  .map(([lines, last]) => [...lines, last]);

function exactly(length: number): fc.ArrayConstraints {
  return { minLength: length, maxLength: length };
}

/** Cycles by the manual: one for each line, and one where it reads what comes late from the line before. */
function cyclesByManual(lines: readonly Line[]): number {
  const stalls = lines.filter(({ reads }, index) => reads.some((source) => source === lines[index - 1]?.late));
  return lines.length + stalls.length;
}

describe('a core', () => {
  it('executes an instruction a cycle', () => {
    expect(cyclesOf('addi t0, x0, 1\naddi t1, t0, 1\nadd t2, t0, t1\np.clipu t3, t2, 8')).to.equal(4);
  });

  it('waits a cycle for a loaded value that the next instruction uses, and only then', () => {
    expect(cyclesOf('lw t0, 0(a0)\naddi t1, t0, 1')).to.equal(3);
    expect(cyclesOf('lw t0, 0(a0)\nnop\naddi t1, t0, 1')).to.equal(3);
    expect(cyclesOf('lw t0, 0(a0)\nsw t0, 4(a0)')).to.equal(3);
    expect(cyclesOf('lw x0, 0(a0)\naddi t1, x0, 1')).to.equal(2);
  });

  it('has an incremented address at once', () => {
    expect(cyclesOf('p.lw t0, 4(a0!)\np.lw t1, 4(a0!)')).to.equal(2);
  });

  it('waits a cycle for a product that the next instruction uses, but not for a multiply-accumulate', () => {
    expect(cyclesOf('mul t0, a0, a0\naddi t1, t0, 1')).to.equal(3);
    expect(cyclesOf('mul t0, a0, a0\nnop\naddi t1, t0, 1')).to.equal(3);
    expect(cyclesOf('p.mac t0, a0, a0\np.mac t0, a0, a0')).to.equal(2);
    expect(cyclesOf('pv.sdotsp.b t0, a0, a0\npv.sdotsp.b t0, a0, a0')).to.equal(2);
  });

  it('waits for a product behind any number of instructions', () => {
    const additions = Array(62).fill('addi t1, t1, 1').join('\n');
    expect(cyclesOf(`lw t0, 0(a0)\n${additions}\nmul t0, t1, t1\nsw t0, 0(a0)`)).to.equal(66);
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 4 }), (stretches) => {
        const lines = stretches.flat();
        expect(cyclesOf(lines.map(({ text }) => text).join('\n'))).to.equal(cyclesByManual(lines));
      }),
    );
  });

  it('takes longer for the upper half of a product and for a division', () => {
    expect(cyclesOf('mulh t0, a0, a0\nnop')).to.equal(6);
    expect(cyclesOf('li t1, -1\ndiv t0, a0, t1')).to.equal(1 + 3 + 31);
    expect(cyclesOf('div t0, a0, x0')).to.equal(3 + 32);
    expect(cyclesOf('li t1, 0x80000000\ndivu t0, a0, t1')).to.equal(1 + 3);
  });

  it('divides in a cycle more for each leading zero of the divisor, which of divu and remu has no sign', () => {
    const signed = fc.tuple(fc.constantFrom('div', 'rem'), fc.integer({ min: 1, max: 31 }), fc.constantFrom(1, -1));
    const unsigned = fc.tuple(fc.constantFrom('divu', 'remu'), fc.integer({ min: 0, max: 31 }), fc.constant(1));
    fc.assert(
      fc.property(fc.oneof(signed, unsigned), fc.integer(), ([mnemonic, zeros, sign], bits) => {
        const magnitude = (2 ** 31 + (bits >>> 1)) >>> zeros;
        expect(divisionCycles(mnemonic, sign * magnitude)).to.equal(3 + zeros);
      }),
    );
    expect(divisionCycles('div', -(2 ** 31))).to.equal(3);
    expect(divisionCycles('divu', 0xffffffff)).to.equal(3);
    for (const name of ['div', 'divu', 'rem', 'remu']) expect(divisionCycles(name, 0)).to.equal(3 + 32);
  });

  it('accesses memory twice where a value lies in two words', () => {
    expect(cyclesOf('lw t0, 0(a0)')).to.equal(1);
    for (const offset of [1, 2, 3]) expect(cyclesOf(`lw t0, ${offset}(a0)`)).to.equal(2);
    expect(cyclesOf('lh t0, 1(a0)')).to.equal(1);
    expect(cyclesOf('lh t0, 3(a0)')).to.equal(2);
    expect(cyclesOf('sw t0, 6(a0)')).to.equal(2);
    expect(cyclesOf('lb t0, 3(a0)')).to.equal(1);
  });

  it('takes 3 cycles for a taken branch, 1 for another, 2 for a jump', () => {
    expect(cyclesOf('beqz x0, next\nnext: nop')).to.equal(4);
    expect(cyclesOf('bnez x0, next\nnext: nop')).to.equal(2);
    expect(cyclesOf('j next\nnext: nop')).to.equal(3);
    expect(cyclesOf('call f\nj end\nf: ret\nend: nop')).to.equal(2 + 2 + 2 + 1);
  });

  it('repeats hardware loops without a cycle between, one inside the other', () => {
    const { cycles, words } = runListing(`
      lp.setupi 1, 5, outer
        addi t0, t0, 100
        lp.setupi 0, 7, inner
          addi t0, t0, 1
          nop
      inner:
        nop
        nop
      outer:
      sw t0, 0(a0)`);
    expect(cycles).to.equal(1 + 5 * (2 + 7 * 2 + 2) + 1);
    expect(words[0]).to.equal(5 * 107);
  });

  it('sets hardware loops part by part, with a count from a register', () => {
    const { words } = runListing(`
      li t1, 3
      lp.starti 0, first
      lp.endi 0, end
      lp.count 0, t1
      first: addi t0, t0, 1
      nop
      nop
      end: sw t0, 0(a0)`);
    expect(words[0]).to.equal(3);
  });

  it('passes a hardware loop with a count of 0 once', () => {
    expect(runListing('lp.setup 0, x0, end\naddi t0, t0, 1\nnop\nend: sw t0, 0(a0)').words[0]).to.equal(1);
  });

  it('gives each cycle one cause', () => {
    const { cycles, causes } = runListing(`
      lw t0, 1(a0)
      addi t0, t0, 1
      mul t1, t0, t0
      mv t2, t1
      mulhu t3, t1, t1
      j next
      next: nop`);
    expect(causes[0]).to.deep.equal({
      active: 7,
      loadUse: 1,
      multiplyUse: 1,
      misaligned: 1,
      contention: 0,
      branch: 1,
      longOperation: 4,
      barrier: 0,
      ended: 0,
    });
    expect(cycles).to.equal(15);
  });

  it('keeps x0 at zero', () => {
    expect(runListing('addi x0, x0, 5\nlw x0, 0(a0)\nsw x0, 4(a0)', { words: [9, 9] }).words[1]).to.equal(0);
  });

  it('extends what it loads, with or without a sign', () => {
    const loaded = (load: string) => runListing(`${load}\nsw t0, 4(a0)`, { words: [0x8192f3a4 | 0, 0] }).words[1];
    for (const prefix of ['', 'p.']) {
      const address = prefix === '' ? '2(a0)' : 'a1(a0)';
      const load = (name: string) => loaded(`li a1, 2\n${prefix}${name} t0, ${address}`);
      expect(load('lb')).to.equal(0x92 - 0x100);
      expect(load('lbu')).to.equal(0x92);
      expect(load('lh')).to.equal(0x8192 - 0x10000);
      expect(load('lhu')).to.equal(0x8192);
    }
    expect(loaded('lw t0, 1(a0)')).to.equal(0x8192f3);
    expect(loaded('li a1, 0\np.lw t0, a1(a0)')).to.equal(0x8192f3a4 | 0);
  });

  it('stores the lower bytes of a register, over the end of a word too', () => {
    const { words } = runListing('li t0, 0x11223344\nsb t0, 0(a0)\nsh t0, 6(a0)\nsw t0, 9(a0)', {
      words: [0, 0, 0, 0],
    });
    expect([...words.subarray(0, 4)]).to.deep.equal([0x44, 0x33440000, 0x22334400, 0x11]);
  });

  it('addresses by immediate, register, and post-increment of either', () => {
    const { words } = runListing(
      `li t0, 8
       p.lw t1, t0(a0)
       p.lw t2, 4(a0!)
       p.lw t3, t0(a0!)
       p.sw t1, 4(a0!)
       p.sw t2, t0(a0!)
       p.sw t3, x0(a0)
       lui t4, 0x10000
       sub a0, a0, t4
       sw a0, 0(t4)`,
      { words: [10, 11, 12] },
    );
    expect([...words.subarray(0, 7)]).to.deep.equal([24, 11, 12, 12, 10, 0, 11]);
  });

  it('stores the value from before the increment where a register is both address and data', () => {
    const stored = (store: string) =>
      runListing(`mv t0, a0\nli t1, 8\n${store}\nsw t0, 4(a0)`)
        .words.subarray(0, 2)
        .map((word) => word - L1);
    expect([...stored('p.sw t0, 4(t0!)')]).to.deep.equal([0, 4]);
    expect([...stored('p.sw t0, t1(t0!)')]).to.deep.equal([0, 8]);
    expect([...runListing('li t1, 8\np.sw t1, t1(a0!)\np.sw t1, 0(a0!)').words.subarray(0, 3)]).to.deep.equal([
      8, 0, 8,
    ]);
  });

  it('keeps the loaded value where a register is both address and destination: it is written behind the increment', () => {
    const loaded = (load: string) => runListing(`mv t0, a0\nli t1, 8\n${load}\nsw t0, 4(a0)`, { words: [77] });
    for (const load of ['p.lw t0, 4(t0!)', 'p.lw t0, t1(t0!)']) {
      expect(loaded(load).words[1]).to.equal(77);
      expect(loaded(load).causes[0].loadUse).to.equal(1);
    }
  });
});
