import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../../sim/core/input/input-error.js';
import { performDesign } from '../../../sim/explore/design-work.js';
import { contentKey, type DesignWork, Sweeper, sweep } from '../../../sim/explore/index.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { storedKeys } from '../../helpers/stored-keys.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';
import { badWork, quickWork, slowWork } from '../../helpers/works.js';

/** Malformed, as only a bug makes it. */
const broken = { ...quickWork(1), network: null } as unknown as DesignWork;

describe('a sweep on this machine', function () {
  this.timeout(30_000);

  it('gives results in the order of the works, whoever finishes first, and performs equal ones once', async () => {
    const works = [slowWork(0), ...Array.from({ length: 12 }, (_, index) => quickWork(index % 5)), slowWork(0)];
    const expected = works.map(performDesign);
    for (const threads of [1, 3]) {
      const steps: string[] = [];
      const results = await sweep(works, { threads, progress: (done, total) => steps.push(`${done}/${total}`) });
      expect(results).to.deep.equal(expected);
      expect(steps).to.deep.equal(['0/6', '1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
    }
    expect(await sweep([])).to.deep.equal([]);
  });

  it('performs nothing that is in the store or was asked for before', () =>
    inTemporaryFolder(async (store) => {
      const works = [0, 1, 2, 3].map(quickWork);
      const first = await Sweeper.open({ store, threads: 2 });
      await first.run(works.slice(0, 2));
      await first.run(works.slice(0, 3));
      expect(first.counts).to.deep.equal({ known: 2, performed: 3 });
      await first.close();
      const second = await Sweeper.open({ store, threads: 2 });
      expect(await second.run(works)).to.deep.equal(works.map(performDesign));
      expect(second.counts).to.deep.equal({ known: 3, performed: 1 });
      await second.close();
      expect(storedKeys(store).sort()).to.deep.equal(works.map(contentKey).sort());
    }));

  it('names the first work that cannot be done, however many threads there are, and keeps the results before it', async () => {
    const drawn = fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 1, max: 3 }), (bad, threads) =>
        inTemporaryFolder(async (store) => {
          const works = Array.from({ length: 12 }, (_, index) =>
            bad.includes(index) ? badWork(`bad${index}`) : quickWork(index),
          );
          const first = Math.min(...bad);
          expect(await inputErrorFrom(sweep(works, { threads, store }))).to.include(`no FIFO bad${first} `);
          expect(storedKeys(store)).to.include.members(works.slice(0, first).map(contentKey));
        }),
      ),
      { numRuns: 4 },
    );
  });

  it('runs on many threads without a warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const works = Array.from({ length: 24 }, (_, index) => quickWork(index));
    expect(await sweep(works, { threads: 12, signal: new AbortController().signal })).to.have.length(24);
    process.off('warning', note);
    expect(warnings).to.deep.equal([]);
  });

  it('passes a bug on, keeps the other results, and goes on when it is asked again', () =>
    inTemporaryFolder(async (store) => {
      const sweeper = await Sweeper.open({ store, threads: 1 });
      const failure = await sweeper.run([quickWork(1), broken]).catch((error) => error);
      expect(failure).to.be.instanceOf(TypeError).and.not.instanceOf(InputError);
      expect(await sweeper.run([quickWork(1), quickWork(2)])).to.deep.equal(
        [1, 2].map((n) => performDesign(quickWork(n))),
      );
      expect(sweeper.counts).to.deep.equal({ known: 1, performed: 2 });
      await sweeper.close();
    }));

  it('ends at once when its signal says so, and repeats nothing afterwards', () =>
    inTemporaryFolder(async (store) => {
      const works = [...[0, 1, 2].map(quickWork), ...[0, 1, 2, 3].map(slowWork)];
      const controller = new AbortController();
      const reason = new Error('enough');
      const progress = (done: number) => {
        if (done === 4) controller.abort(reason);
      };
      const interrupted = sweep(works, { store, threads: 1, signal: controller.signal, progress });
      expect(await interrupted.catch((error) => error)).to.equal(reason);
      expect(storedKeys(store)).to.have.length(4);
      const again = await Sweeper.open({ store, threads: 2 });
      expect(await again.run(works)).to.deep.equal(works.map(performDesign));
      expect(again.counts).to.deep.equal({ known: 4, performed: 3 });
      await again.close();
      expect(storedKeys(store).sort()).to.deep.equal(works.map(contentKey).sort());
    }));
});
