import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { performDesign } from '../../../sim/explore/design-work.js';
import { contentKey, Sweeper, sweep } from '../../../sim/explore/index.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { RedisServer } from '../../helpers/redis.js';
import { storedKeys } from '../../helpers/stored-keys.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';
import { WorkerProcess } from '../../helpers/worker-process.js';
import { slowWork } from '../../helpers/works.js';

const works = Array.from({ length: 40 }, (_, index) => slowWork(index));
const expected = works.map(performDesign);
const keys = works.map(contentKey).sort();

describe('a sweep through a queue that is disturbed', function () {
  this.timeout(300_000);
  let redis: RedisServer | undefined;
  let workers: WorkerProcess[] = [];

  const startWorkers = async (count: number) => {
    const starting = Array.from({ length: count }, () =>
      WorkerProcess.start(redis!.url, '--threads', '1', '--json', '-'),
    );
    workers = await Promise.all(starting);
  };
  const performedBy = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).performed;

  beforeEach(async function () {
    redis = await RedisServer.start(this);
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    workers = [];
    await redis?.end();
  });

  it('loses nothing and gets nothing twice when one of three workers is killed at work', () =>
    inTemporaryFolder(async (store) => {
      await startWorkers(3);
      const sweeper = await Sweeper.open({ queue: redis!.url, store });
      const steps: number[] = [];
      const results = await sweeper.run(works, (done) => {
        steps.push(done);
        // Every worker is performing a work as long as many wait.
        if (done === 10) void workers[0].end('SIGKILL');
      });
      await sweeper.close();
      expect(results).to.deep.equal(expected);
      expect(steps).to.deep.equal(Array.from({ length: works.length + 1 }, (_, index) => index));
      expect(storedKeys(store).sort()).to.deep.equal(keys);
      const [killed, ...others] = await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
      expect(killed.code).to.equal(null);
      const performed = others.map(performedBy);
      expect(Math.min(...performed)).to.be.greaterThan(5);
      expect(performed[0] + performed[1])
        .to.be.lessThan(works.length)
        .and.greaterThan(works.length - 15);
    }));

  it('ends with a line when Redis goes away, as do its workers, and goes on from the store when all are back', () =>
    inTemporaryFolder(async (store) => {
      await startWorkers(2);
      let gone = 0;
      const interrupted = sweep(works, {
        queue: redis!.url,
        store,
        progress: (done) => {
          if (done >= 10 && gone === 0) {
            gone = performance.now();
            void redis!.end();
          }
        },
      });
      expect(await inputErrorFrom(interrupted)).to.equal(
        `${redis!.url}: no connection to Redis (connect ECONNREFUSED 127.0.0.1:${redis!.port})`,
      );
      expect(performance.now() - gone).to.be.lessThan(15_000);
      for (const { code, stderr } of await Promise.all(workers.map((worker) => worker.ended()))) {
        expect(stderr).to.match(/^qcycle: redis:.* no connection to Redis \(connect ECONNREFUSED .*\)$/m);
        expect(code).to.equal(2);
      }
      const before = storedKeys(store).length;
      expect(before).to.be.greaterThan(9).and.lessThan(works.length);

      await redis!.begin();
      await startWorkers(2);
      const sweeper = await Sweeper.open({ queue: redis!.url, store });
      expect(await sweeper.run(works)).to.deep.equal(expected);
      await sweeper.close();
      expect(sweeper.counts).to.deep.equal({ known: before, performed: works.length - before });
      expect(storedKeys(store).sort()).to.deep.equal(keys);
    }));

  it('goes on where Redis is back within seconds and has forgotten everything', async () => {
    await startWorkers(2);
    let restarted: Promise<void> | undefined;
    const results = await sweep(works, {
      queue: redis!.url,
      progress: (done) => {
        if (done >= 10)
          restarted ??= redis!
            .end()
            .then(() => setTimeout(1000))
            .then(() => redis!.begin());
      },
    });
    await restarted;
    expect(results).to.deep.equal(expected);
    for (const { code } of await Promise.all(workers.map((worker) => worker.end('SIGTERM')))) expect(code).to.equal(0);
  });
});
