import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { packageVersion } from '../../../sim/core/package-root.js';
import { performDesign } from '../../../sim/explore/design-work.js';
import { contentKey, type DesignWork, Sweeper, sweep } from '../../../sim/explore/index.js';
import { thisModel } from '../../../sim/explore/sweep/model.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { finished, startFromSource } from '../../helpers/qcycle.js';
import { RedisServer } from '../../helpers/redis.js';
import { WorkerProcess } from '../../helpers/worker-process.js';
import { badWork, quickWork } from '../../helpers/works.js';

describe('a sweep through a queue', function () {
  this.timeout(30_000);
  let redis: RedisServer | undefined;

  before(async function () {
    redis = await RedisServer.start(this);
  });
  after(() => redis?.end());

  it('gives the results that this machine gives, in the order of the works, each once', async () => {
    const { url } = redis!;
    const worker = await WorkerProcess.start(url, '--threads', '2', '--json', '-');
    const works = Array.from({ length: 15 }, (_, index) => quickWork(index % 12));
    const steps: number[] = [];
    const sweeper = await Sweeper.open({ queue: url });
    expect(await sweeper.run(works, (done) => steps.push(done))).to.deep.equal(works.map(performDesign));
    expect(steps).to.deep.equal(Array.from({ length: 13 }, (_, index) => index));
    await sweeper.close();

    // What another sweep asked for is found in Redis.
    expect(await sweep(works.slice(3), { queue: url })).to.deep.equal(works.slice(3).map(performDesign));
    const { code, stdout, stderr } = await worker.end('SIGTERM');
    expect(JSON.parse(stdout)).to.deep.equal({ schema: 'qcycle.worker/1', qcycle: packageVersion(), performed: 12 });
    expect(stderr).to.equal(`2 threads perform works from ${url}; Ctrl-C ends this worker\n`);
    expect(code).to.equal(0);
  });

  it('names the first work that cannot be done, passes bugs on, and tries again what failed', async () => {
    const { url } = redis!;
    const worker = await WorkerProcess.start(url, '--threads', '1');
    const works = [quickWork(20), badWork('one'), quickWork(21), badWork('two')];
    expect(await inputErrorFrom(sweep(works, { queue: url }))).to.match(/^no FIFO one /);
    const broken = { ...quickWork(1), network: null } as unknown as DesignWork;
    for (let time = 0; time < 2; time++) {
      const failure = await sweep([broken], { queue: url }).catch((error) => error);
      expect(failure.message).to.match(/^a worker failed on the design work \w+: TypeError/);
      expect(failure.message).to.include(contentKey(broken));
    }
    expect((await worker.end('SIGINT')).code).to.equal(0);
  });

  it('says when there is no worker, ends when its signal says so, and finds later what workers did meanwhile', async () => {
    const { url } = redis!;
    const works = [30, 31, 32].map(quickWork);
    const controller = new AbortController();
    const reason = new Error('enough');
    const notices: string[] = [];
    const notice = (message: string) => {
      notices.push(message);
      controller.abort(reason);
    };
    const left = sweep(works, { queue: url, signal: controller.signal, notice }).catch((error) => error);
    expect(await left).to.equal(reason);
    expect(notices).to.deep.equal([`no worker at ${url} yet: start some with qcycle worker --queue ${url}`]);
    const worker = await WorkerProcess.start(url, '--threads', '1');
    expect(await sweep(works, { queue: url })).to.deep.equal(works.map(performDesign));
    const { stdout } = await worker.end('SIGTERM');
    expect(stdout).to.equal('performed 3 works\n');
  });

  describe('where the other side runs another version', () => {
    const own = () => `qcycle ${packageVersion()} (code ${thisModel().digest.slice(0, 12)})`;
    let other: Redis | undefined;
    afterEach(() => other?.disconnect());

    it('does not begin', async () => {
      other = redis!.client('qcycle-worker-9.9.9-0123456789ab');
      await other.ping();
      expect(await inputErrorFrom(sweep([quickWork(1)], { queue: redis!.url }))).to.equal(
        `${redis!.url}: a worker there is qcycle 9.9.9 (code 0123456789ab), this is ${own()}: use the same on both sides`,
      );
    });

    it('has no worker', async () => {
      other = redis!.client(`qcycle-sweep-${packageVersion()}-0123456789ab`);
      await other.ping();
      const { code, stdout, stderr } = await finished(startFromSource(['worker', '--queue', redis!.url]));
      expect(stderr).to.equal(
        `qcycle: ${redis!.url}: a sweep there is qcycle ${packageVersion()} (code 0123456789ab), this is ${own()}: use the same on both sides\n`,
      );
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  });
});
