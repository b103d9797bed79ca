import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../../sim/core/input/input-error.js';
import { decode } from '../../../sim/dpu/isa/decode.js';
import { disassemble } from '../../../sim/dpu/isa/disassemble.js';
import { encode } from '../../../sim/dpu/isa/encode.js';
import { rangeOf } from '../../../sim/dpu/isa/fields.js';
import {
  COMMON,
  fieldsOf,
  INSTRUCTION_SET,
  type Instruction,
  MNEMONICS,
} from '../../../sim/dpu/isa/instruction-set.js';

/** Any value of any field of any instruction. */
const instruction: fc.Arbitrary<Instruction> = fc.constantFrom(...MNEMONICS).chain((op) => {
  const mask = fc.integer({ min: 0, max: 15 });
  const values = Object.entries(fieldsOf(op)).map(([name, field]) => {
    const { least, most } = rangeOf(field);
    return [name, fc.integer({ min: least, max: most })] as const;
  });
  const fields = fc.record({ dpdon: mask, dpdby: mask, ...Object.fromEntries(values) });
  return fields.map((given) => ({ op, ...given }) as unknown as Instruction);
});

describe('instructions of the DPU', () => {
  it('should be the same behind the encoder and the decoder, whatever their fields hold', () => {
    fc.assert(
      fc.property(fc.array(instruction, { maxLength: 20 }), (instructions) => {
        expect(decode(encode(instructions))).to.deep.equal(instructions);
      }),
    );
  });

  it('should have no two fields on one bit, and none outside of their words', () => {
    for (const op of MNEMONICS) {
      const { words } = INSTRUCTION_SET[op];
      const used = Array.from({ length: words }, () => 0n);
      for (const [name, { word, low, bits }] of [...Object.entries(COMMON), ...Object.entries(fieldsOf(op))]) {
        expect(word, `${op}.${name}`).to.be.lessThan(words);
        expect(low + bits, `${op}.${name}`).to.be.at.most(32);
        const mask = ((1n << BigInt(bits)) - 1n) << BigInt(low);
        expect(used[word] & mask, `${op}.${name}`).to.equal(0n);
        used[word] |= mask;
      }
    }
  });

  it('should be told apart by their codes', () => {
    expect(new Set(MNEMONICS.map((op) => INSTRUCTION_SET[op].code)).size).to.equal(MNEMONICS.length);
  });

  it('should put the fields of LOAD where the facts have them', () => {
    const load = { bankAddress: 0x123, bankId: 5, hpId: 2, jumpRead: 0x1235, padIndex: 1, padEnd: 2, padStart: 3 };
    const more = { channel: 0x46, modeAverage: 1, length: 0x17, jumpWrite: 9, ddrAddress: 0x1abcdef, registerId: 1 };
    const words = encode([{ op: 'LOAD', dpdon: 0b0101, dpdby: 0b0100, ...load, ...more }]);
    expect([...words]).to.deep.equal([
      (0b0101 << 24) | (0b0100 << 20) | (2 << 18) | (5 << 12) | 0x123,
      (3 << 26) | (2 << 21) | (1 << 16) | 0x1234,
      (8 << 24) | (0x16 << 14) | (1 << 12) | 0x45,
      (1 << 29) | 0x1abcdef,
    ]);
  });

  it('should be refused where a value does not fit its field', () => {
    const end: Instruction = { op: 'END', dpdon: 0, dpdby: 0 };
    expect(() => encode([{ ...end, op: 'POOL' } as unknown as Instruction])).to.throw(RangeError, 'POOL inAddress0');
  });

  it('should be lines of text with the engines that are awaited', () => {
    expect(disassemble({ op: 'END', dpdon: 0b1010, dpdby: 0b0001 })).to.equal('END      wait -S-M give L---');
  });

  it('should be decoded from any words, or refused with the word', () => {
    fc.assert(
      fc.property(fc.uint32Array({ maxLength: 40 }), (words) => {
        try {
          const instructions = decode(words);
          const total = instructions.reduce((sum, { op }) => sum + INSTRUCTION_SET[op].words, 0);
          expect(total).to.equal(words.length);
        } catch (error) {
          expect(error).to.be.instanceOf(InputError);
          expect((error as InputError).message).to.match(/^instructions: word \d+: /);
        }
      }),
    );
  });
});
