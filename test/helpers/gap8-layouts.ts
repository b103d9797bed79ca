import { expect } from 'chai';
import { endOf, type Placed } from '../../sim/gap8/memory/lay-out.js';

/** No two residents are in the same place at the same time. */
export function expectApart(placed: readonly Placed[]): void {
  for (const [index, a] of placed.entries()) {
    for (const b of placed.slice(index + 1)) {
      const together = a.from <= b.until && b.from <= a.until;
      const overlapping = a.address < endOf(b) && b.address < endOf(a);
      expect(together && overlapping, `${a.name} and ${b.name}`).to.equal(false);
    }
  }
}
