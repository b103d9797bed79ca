import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../../sim/core/input/file.js';
import { packagePath } from '../../../sim/core/package-root.js';
import { assemble } from '../../../sim/gap8/cores/assemble.js';
import { runListing } from '../../helpers/gap8-program.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

describe('the assembler', () => {
  it('knows labels, comments, constants, names of registers and sums', () => {
    const { words } = runListing(`
      # a comment
      .equ OFFSET, 4
      .equ NEXT, OFFSET + 8 - 0x4
      .reg value, a5
      li value, 7   # behind an instruction
      start: sw value, OFFSET(a0)
      beqz x0, end
      sw x0, OFFSET(a0)
      end:  sw x15, NEXT(x10)`);
    expect([...words.subarray(0, 3)]).to.deep.equal([0, 7, 7]);
  });

  it('makes any number of li', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), (value) => {
        const { words } = runListing(`li t0, ${value}\nsw t0, 0(a0)`);
        expect(words[0]).to.equal(value | 0);
      }),
    );
    expect(assemble('li t0, 4096', 'x.s').instructions).to.have.length(1);
    expect(assemble('li t0, 4097', 'x.s').instructions).to.have.length(2);
  });

  it('expands shorthands', () => {
    const { words } = runListing(`
      li t0, 5
      li t1, -5
      neg t2, t0
      not t3, t1
      seqz t4, x0
      snez t5, t0
      mv t6, t0
      bgt t0, t1, next
      li t6, 0
      next: ble t1, t0, store
      li t6, 0
      store: p.sw t2, 4(a0!)
      p.sw t3, 4(a0!)
      p.sw t4, 4(a0!)
      p.sw t5, 4(a0!)
      p.sw t6, 4(a0!)`);
    expect([...words.subarray(0, 5)]).to.deep.equal([-5, 4, 1, 1, 5]);
  });

  it('repeats lines', () => {
    const { words } = runListing(`
      .equ TIMES, 2
      .rept TIMES + 1
      addi t0, t0, 5
      p.sw t0, 4(a0!)
      .endr
      .rept 0
      p.sw t0, 4(a0!)
      .endr`);
    expect([...words.subarray(0, 4)]).to.deep.equal([5, 10, 15, 0]);
  });

  it('includes files', () => {
    const include = (name: string) => ({ file: name, text: 'f: addi t0, t0, VALUE\nret' });
    const { instructions } = assemble('.equ VALUE, 3\ncall f\n.include "f.s"', 'x.s', { include });
    expect(instructions.map(({ file, target }) => [file, target])).to.deep.equal([
      ['x.s', 1],
      ['f.s', 0],
      ['f.s', 0],
    ]);
  });

  const mistakes: readonly (readonly [string, string])[] = [
    ['  p.lww a0, 4(a1!)', 'x.s:1:3: unknown mnemonic p.lww (did you mean p.lw?)'],
    ['pv.sdotsp a0, a1, a2', 'x.s:1:1: unknown mnemonic pv.sdotsp (did you mean pv.sdotsp.b?)'],
    ['add a0, a1, a12', 'x.s:1:13: found a12, expected a register such as a0 or x10 (did you mean a1?)'],
    ['add a0, a1', 'x.s:1:1: found 2 operands, allowed: 3 (add rd, rs1, rs2)'],
    ['add a0,, a1', 'x.s:1:8: an operand is missing'],
    ['mv a0', 'x.s:1:1: found 1 operands of mv, allowed: 2'],
    ['addi a0, a0, 2048', 'x.s:1:14: found 2048, allowed: -2048 to 2047'],
    ['addi a0, a0, 1 2', 'x.s:1:14: found "1 2", expected a number or a sum of numbers and constants'],
    ['addi a0, a0, SIZE', 'x.s:1:14: unknown constant SIZE'],
    ['lw a0, 4(a1!)', 'x.s:1:8: found "4(a1!)", allowed: offset(register)'],
    ['p.lw a0, 4(a1)', 'x.s:1:10: found "4(a1)", allowed: offset(register!), register(register!), register(register)'],
    ['nop\nbeqz a0, lop\nloop: nop', 'x.s:2:10: unknown label lop (did you mean loop?)'],
    ['a: nop\na: nop', 'x.s:2:1: a is defined twice'],
    ['.eq A, 1', 'x.s:1:1: unknown directive .eq, allowed: .equ, .reg, .include, .rept, .endr (did you mean .equ?)'],
    ['.include "y.s"', 'x.s:1:10: y.s cannot be included here'],
    ['.rept 2\n.rept 2\nnop\n.endr', 'x.s:2:1: .rept between .rept and .endr'],
    ['.rept 2\n.include "y.s"\n.endr', 'x.s:2:10: .include between .rept and .endr'],
    ['.rept 2\nnop', 'x.s:1:1: .rept without .endr'],
    ['nop\n.endr', 'x.s:2:1: .endr without .rept'],
    ['.rept 2\nnop\na: nop\n.endr', 'x.s:3:1: a label between .rept and .endr'],
    ['.rept -1\nnop\n.endr', 'x.s:1:7: found -1, allowed: 0 to 16384'],
    ['.rept 9000\nnop\nnop\n.endr', 'x.s:1:1: allowed: at most 16384 instructions'],
    ['csrr a0, mcycle', 'x.s:1:10: found mcycle, allowed: mhartid'],
    ['lp.setupi 2, 4, e\nnop\nnop\ne: nop', 'x.s:1:11: found 2, allowed: 0 to 1'],
    [
      'lp.setupi 0, 4, e\nnop\ne: nop',
      'x.s:1:1: the end of a hardware loop is a label behind it with at least two instructions between',
    ],
    [
      'e: nop\nlp.setupi 0, 4, e',
      'x.s:2:1: the end of a hardware loop is a label behind it with at least two instructions between',
    ],
    ['lp.setupi 0, 4, e\nnop\nj e\ne: nop', 'x.s:3:1: a hardware loop may not end with jal'],
    ['a b c: nop', 'x.s:1:1: unknown mnemonic a'],
    ['?', 'x.s:1:1: found "?", expected a label, an instruction or a directive'],
  ];
  for (const [text, message] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(text)}`, () => {
      expect(inputErrorOf(() => assemble(text, 'x.s')).slice(0, message.length)).to.equal(message);
    });
  }

  it('refuses listings that are too long', () => {
    expect(inputErrorOf(() => assemble('#'.repeat(2 ** 18 + 1), 'x.s'))).to.match(/262145 characters, allowed/);
    expect(inputErrorOf(() => assemble('nop\n'.repeat(20000), 'x.s'))).to.match(/^x.s:16385:1: allowed: at most 16384/);
  });

  it('answers damaged listings with one line of text', () => {
    const listing = new TextEncoder().encode(readText(packagePath('sim/gap8/kernels/border.s')));
    fc.assert(
      fc.property(mutated(listing), (bytes) => {
        expectOnlyInputErrors(() => assemble(new TextDecoder().decode(bytes), 'x.s'));
      }),
    );
  });
});
