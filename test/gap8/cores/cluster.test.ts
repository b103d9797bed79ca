import { expect } from 'chai';
import fc from 'fast-check';
import { Tcdm } from '../../../sim/gap8/cores/tcdm.js';
import { runListing } from '../../helpers/gap8-program.js';
import { inputErrorOf } from '../../helpers/input-error.js';

describe('a cluster of cores', () => {
  it('lets cores on different banks go on together', () => {
    const { cycles, causes } = runListing('csrr t0, mhartid\nslli t0, t0, 2\np.lw t1, t0(a0)', { cores: 8 });
    expect(cycles).to.equal(3);
    expect(causes.map(({ contention }) => contention)).to.deep.equal(Array(8).fill(0));
  });

  it('grants one access of a bank a cycle', () => {
    const { cycles, causes } = runListing('lw t1, 0(a0)', { cores: 8 });
    expect(cycles).to.equal(8);
    expect(causes.map(({ contention }) => contention).sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(causes.reduce((sum, { ended }) => sum + ended, 0)).to.equal(28);
  });

  it('interleaves words over 16 banks', () => {
    const both = (stride: number) =>
      runListing(`csrr t0, mhartid\nli t2, ${stride}\nmul t0, t0, t2\nnop\np.lb t1, t0(a0)`, { cores: 2 }).cycles;
    expect(both(3)).to.equal(both(64));
    expect(both(64)).to.equal(both(4) + 1);
    expect(both(60)).to.equal(both(4));
  });

  it('shares a bank fairly among cores that always ask for it', () => {
    const { causes } = runListing('li t0, 100\nlp.setup 0, t0, end\nlw t1, 0(a0)\nlw t1, 0(a0)\nend: nop', {
      cores: 4,
    });
    for (const { contention } of causes) expect(contention).to.be.within(595, 605);
  });

  it('grants the cores that ask for a bank in turn, and none that does not ask', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 50 }), (sets) => {
        const tcdm = new Tcdm(64, 16, 8);
        for (const set of sets) {
          for (let core = 0; core < 8; core++) if ((set & (1 << core)) !== 0) tcdm.request(core, 0);
          const granted = tcdm.arbitrate();
          expect(granted & set).to.equal(granted);
          expect(Number.isInteger(Math.log2(granted))).to.equal(true);
        }
        const [asked, seen] = [new Set<number>(), Array.from({ length: 8 }, (_, core) => core)];
        for (const _ of seen) {
          for (const core of seen) tcdm.request(core, 0);
          asked.add(tcdm.arbitrate());
        }
        expect(asked.size).to.equal(8);
      }),
    );
  });

  it('holds cores at a barrier until the last has come, and wakes them together', () => {
    const { cycles, barriers, causes } = runListing(
      `csrr t0, mhartid
       beqz t0, wait
       lp.setupi 0, 50, wait
       nop
       nop
       wait: li t1, BARRIER
       p.elw x0, 0(t1)
       nop`,
      { cores: 8 },
    );
    const lastArrival = 1 + 1 + 1 + 100 + 2;
    expect(barriers).to.deep.equal([lastArrival + 6]);
    expect(cycles).to.equal(lastArrival + 6 + 1);
    expect(causes[1].barrier).to.equal(5);
    expect(causes[0].barrier).to.equal(5 + 103 - 4);
  });

  it('ends with a barrier as the last instruction', () => {
    expect(runListing('li t1, BARRIER\np.elw x0, 0(t1)', { cores: 8 }).cycles).to.equal(2 + 6);
  });

  it('says where a core leaves L1', () => {
    const problem = (text: string) => inputErrorOf(() => runListing(text));
    expect(problem('nop\n  lw t0, -4(a0)')).to.equal(
      'test.s:2:3: core 0: lw of 4 bytes at 0x0ffffffc in cycle 1, allowed: L1 from 0x10000000 to 0x1000ffff',
    );
    expect(problem('li t0, 0x1000fffd\nsw x0, 0(t0)')).to.match(/^test.s:2:1: core 0: sw of 4 bytes at 0x1000fffd/);
    expect(runListing('li t0, 0x1000ffff\nsb x0, 0(t0)').cycles).to.equal(3);
  });

  it('says where cores wait for ever, jump nowhere, or do not end', () => {
    const problem = (text: string) => inputErrorOf(() => runListing(text, { cores: 8, maxCycles: 1000 }));
    const barrier = 'csrr t0, mhartid\nbeqz t0, end\nli t1, BARRIER\np.elw x0, 0(t1)\nend: nop';
    expect(problem(barrier)).to.equal('test.s:4:1: 7 cores wait at a barrier, but the other 1 have ended');
    expect(problem('again: j again')).to.equal('test.s:1:8: has not ended after 1000 cycles');
    expect(problem('li t0, 0x30\njr t0')).to.equal('test.s:2:1: core 0: no instruction at 0x00000030');
    expect(problem('p.elw x0, 0(a0)')).to.equal('test.s:1:1: core 0: no event at 0x10000000');
  });
});
