import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { performDesign } from '../../sim/explore/design-work.js';
import { contentKey } from '../../sim/explore/index.js';
import { finished, startNode } from '../helpers/qcycle.js';
import { storedKeys } from '../helpers/stored-keys.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';
import { slowWork } from '../helpers/works.js';

const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROGRAM = fileURLToPath(new URL(`../helpers/sweeping-program.${ending}`, import.meta.url));
const start = (...args: readonly string[]) => startNode([PROGRAM, ...args]);

describe('a command that sweeps', function () {
  this.timeout(120_000);
  const works = Array.from({ length: 8 }, (_, index) => slowWork(index));

  it('ends by Ctrl-C with exit code 130, and started again repeats nothing', () =>
    inTemporaryFolder(async (store) => {
      const child = start('8', '--store', store, '--threads', '1');
      const left = finished(child);
      while (storedKeys(store).length < 3 && child.exitCode === null) await setTimeout(5);
      child.kill('SIGINT');
      expect(await left).to.deep.equal({
        code: 130,
        stdout: '',
        stderr: `qcycle: interrupted; what is finished is kept in ${store}, and the same command goes on from there\n`,
      });
      const before = storedKeys(store);
      expect(before.length).to.be.greaterThan(2).and.lessThan(works.length);

      const again = await finished(start('8', '--store', store, '--json', '-'));
      expect([again.code, again.stderr]).to.deep.equal([0, '']);
      expect(JSON.parse(again.stdout)).to.deep.equal(works.map(performDesign));
      expect(storedKeys(store).sort()).to.deep.equal(works.map(contentKey).sort());
    }));

  it('refuses threads beside a queue, a queue that is not there, and a store of another version', () =>
    inTemporaryFolder(async (store) => {
      const refusal = async (...args: readonly string[]) => {
        const { code, stdout, stderr } = await finished(start('1', ...args));
        expect([code, stdout]).to.deep.equal([2, '']);
        return stderr;
      };
      expect(await refusal('--queue', 'redis://127.0.0.1:9', '--threads', '2')).to.match(
        /option '--queue <url>' cannot be used with option '--threads <n>'/,
      );
      expect(await refusal('--queue', 'redis://127.0.0.1:9')).to.equal(
        'qcycle: redis://127.0.0.1:9: no connection to Redis (connect ECONNREFUSED 127.0.0.1:9)\n',
      );
      expect(await refusal('--threads', '0')).to.match(/Found 0, allowed: a whole number from 1 to 1024/);
      mkdirSync(join(store, 'old'));
      writeFileSync(join(store, 'old', 'results-1.jsonl'), '{"schema":"qcycle.store/1","qcycle":"0.0.1"}\n');
      expect(await refusal('--store', join(store, 'old'))).to.match(
        /results-1.jsonl: results of qcycle 0.0.1 \(qcycle.store\/1\), this is qcycle .*: use another folder, or remove this one\n$/,
      );
    }));
});
