import { expect } from 'chai';
import fc from 'fast-check';
import { aligned, layOut, misfitOf, type Resident } from '../../../sim/gap8/memory/lay-out.js';
import { expectApart } from '../../helpers/gap8-layouts.js';

const residents: fc.Arbitrary<Resident[]> = fc
  .array(fc.record({ bytes: fc.integer({ min: 1, max: 1000 }), from: fc.nat(9), length: fc.nat(4) }), { maxLength: 20 })
  .map((all) =>
    all.map(({ bytes, from, length }, index) => ({ name: `r${index}`, bytes, from, until: from + length })),
  );

/** Bytes that lie there at the same time, at most. */
function mostAtOnce(all: readonly Resident[]): number {
  const at = (layer: number) =>
    all
      .filter(({ from, until }) => from <= layer && layer <= until)
      .reduce((sum, { bytes }) => sum + aligned(bytes), 0);
  return Math.max(0, ...Array.from({ length: 20 }, (_, layer) => at(layer)));
}

describe('a layout', () => {
  it('keeps apart what is there at the same time, at words, and takes as much as its highest end', () => {
    fc.assert(
      fc.property(residents, (all) => {
        const { placed, bytes } = layOut(all);
        expect(placed.map(({ address: _, ...resident }) => resident)).to.have.deep.members(all);
        expectApart(placed);
        expect(placed.every(({ address }) => address % 4 === 0)).to.equal(true);
        expect(bytes).to.equal(Math.max(0, ...placed.map((each) => each.address + aligned(each.bytes))));
        expect(bytes).to.be.at.least(mostAtOnce(all));
      }),
    );
  });

  it('may find no place for what fits by its sum: it says for what, and how many bytes are missing', () => {
    const there = (name: string, bytes: number, from: number, until: number) => ({ name, bytes, from, until });
    const all = [there('a', 16, 0, 2), there('b', 12, 3, 4), there('c', 8, 2, 4), there('d', 8, 4, 5)];
    expect(mostAtOnce(all)).to.equal(28);
    const { resident, missingBytes } = misfitOf(all, 28)!;
    expect([resident.name, missingBytes]).to.deep.equal(['d', 4]);
    expect(misfitOf(all, 32)).to.equal(undefined);
  });

  it('gives what is over to what comes next', () => {
    const map = (name: string, from: number, until: number) => ({ name, bytes: 100, from, until });
    const { placed, bytes } = layOut([map('a', 0, 1), map('b', 1, 2), map('c', 2, 3)]);
    expect(bytes).to.equal(200);
    const addressOf = (name: string) => placed.find((each) => each.name === name)!.address;
    expect(addressOf('c')).to.equal(addressOf('a'));
    expect(addressOf('b')).to.not.equal(addressOf('a'));
  });
});
