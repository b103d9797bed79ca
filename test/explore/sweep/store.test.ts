import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { packageVersion } from '../../../sim/core/package-root.js';
import { ResultStore } from '../../../sim/explore/sweep/store.js';
import { headerLine, parseResults, resultLine } from '../../../sim/explore/sweep/store-line.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

const key = (number: number) => number.toString(16).padStart(64, '0');
const results = fc
  .array(fc.jsonValue(), { minLength: 1, maxLength: 6 })
  .map((values) => values.map((value, index) => [key(index), JSON.stringify(value)] as const));
const VERSION = '1.2.3';
const textOf = (lines: readonly (readonly [string, string])[]) => headerLine(VERSION) + lines.map(resultLine).join('');

describe('the file of results', () => {
  it('keeps all whole lines wherever it is cut off', () => {
    fc.assert(
      fc.property(results, fc.double({ min: 0, max: 1, noNaN: true }), (written, where) => {
        const bytes = Buffer.from(textOf(written));
        const cut = Math.round(where * bytes.length);
        const text = new TextDecoder().decode(bytes.subarray(0, cut));
        const whole = text.split('\n').length - 2;
        expect(parseResults(text, 'f', VERSION)).to.deep.equal(written.slice(0, Math.max(0, whole)));
      }),
    );
  });

  it('gives no wrong result, and throws nothing but InputErrors, whatever happens to it', () => {
    const damaged = results.chain((written) =>
      mutated(Buffer.from(textOf(written))).map((bytes) => ({ written, text: new TextDecoder().decode(bytes) })),
    );
    fc.assert(
      fc.property(damaged, ({ written, text }) => {
        expectOnlyInputErrors(() => {
          const known = new Map(written);
          for (const [found, result] of parseResults(text, 'f', VERSION)) expect(known.get(found)).to.equal(result);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('tells a damaged line by its place', () => {
    const text = textOf([
      [key(1), '{"cycles":10}'],
      [key(2), '{"cycles":20}'],
    ]).replace('10', '11');
    expect(inputErrorOf(() => parseResults(text, 'r.jsonl', VERSION))).to.equal(
      'r.jsonl:2: a damaged result; without this line it is computed again',
    );
  });

  it('is refused where another version wrote it, or something else', () => {
    const refused = (text: string) => inputErrorOf(() => parseResults(text, 'r.jsonl', VERSION));
    expect(refused(headerLine('1.2.2'))).to.equal(
      'r.jsonl: results of qcycle 1.2.2 (qcycle.store/1), this is qcycle 1.2.3 (qcycle.store/1): use another folder, or remove this one',
    );
    expect(refused(headerLine(VERSION).replace('store/1', 'store/2'))).to.match(/ of qcycle 1.2.3 \(qcycle.store\/2\)/);
    for (const text of ['\n', 'null\n', '[]\n', '{"schema":1}\n', 'PNG\n']) {
      expect(refused(text)).to.equal(
        'r.jsonl:1: no file of results: expected a first line {"schema":"qcycle.store/1","qcycle":"1.2.3"}',
      );
    }
  });
});

describe('the result store', () => {
  it('gives back what was put into it, also to whoever opens it later', () =>
    inTemporaryFolder((folder) => {
      const place = join(folder, 'deep', 'store');
      const store = new ResultStore(place);
      expect(readdirSync(place)).to.deep.equal([]);
      store.put(key(1), '{"cycles":10}');
      store.put(key(2), '"µs"');
      expect(new ResultStore(place).get(key(2))).to.equal('"µs"');
      expect([store.get(key(1)), store.get(key(2)), store.get(key(3))]).to.deep.equal([
        '{"cycles":10}',
        '"µs"',
        undefined,
      ]);
      store.close();
    }));

  it('keeps everything that several processes write at a time, one of which was cut off', () =>
    inTemporaryFolder((folder) => {
      const stores = [0, 1, 2].map(() => new ResultStore(folder));
      for (let number = 0; number < 30; number++) stores[number % 3].put(key(number), String(number));
      const [victim] = readdirSync(folder).sort();
      const path = join(folder, victim);
      writeFileSync(path, readFileSync(path).subarray(0, -3));
      const again = new ResultStore(folder);
      const lost = Array.from({ length: 30 }, (_, number) => number).filter((number) => {
        const found = again.get(key(number));
        if (found !== undefined) expect(found).to.equal(String(number));
        return found === undefined;
      });
      expect(lost).to.have.length(1);
      again.put(key(lost[0]), String(lost[0]));
      expect(new ResultStore(folder).get(key(lost[0]))).to.equal(String(lost[0]));
      for (const store of [...stores, again]) store.close();
    }));

  it('passes over files that are none of its own', () =>
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, 'notes.jsonl'), 'mine\n');
      expect(new ResultStore(folder).get(key(1))).to.equal(undefined);
    }));

  it('refuses a file in place of the folder, a folder in place of a file, and another version', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      expect(inputErrorOf(() => new ResultStore(file))).to.equal(`${file}: a file, expected a folder`);
      const [odd, old] = [join(folder, 'odd'), join(folder, 'old')];
      mkdirSync(join(odd, 'results-1.jsonl'), { recursive: true });
      expect(inputErrorOf(() => new ResultStore(odd))).to.match(/results-1.jsonl: a folder, expected a file$/);
      mkdirSync(old);
      writeFileSync(join(old, 'results-1.jsonl'), headerLine(`${packageVersion()}-old`));
      expect(inputErrorOf(() => new ResultStore(old))).to.match(/use another folder, or remove this one$/);
    }));

  it('tells what keeps a result from being written, and goes on in a new file once it can', () =>
    inTemporaryFolder((folder) => {
      const place = join(folder, 'store');
      const store = new ResultStore(place);
      rmSync(place, { recursive: true });
      expect(inputErrorOf(() => store.put(key(1), '1'))).to.match(/results-[\w-]+\.jsonl: no such file or folder$/);
      mkdirSync(place);
      store.put(key(2), '2');
      expect(new ResultStore(place).get(key(2))).to.equal('2');
      store.close();
    }));
});
