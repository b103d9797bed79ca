import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, contentKey } from '../../../sim/explore/sweep/key.js';
import { digestFiles } from '../../../sim/explore/sweep/model.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';
import { workOf } from '../../helpers/works.js';

/** The same value with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reordered(member)]);
  return Object.fromEntries(entries.reverse());
}

describe('canonical JSON', () => {
  it('is JSON of the same value, in whatever order its keys are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (drawn) => {
        const value = JSON.parse(JSON.stringify(drawn));
        expect(JSON.parse(canonicalJson(value))).to.deep.equal(value);
        expect(canonicalJson(reordered(value))).to.equal(canonicalJson(value));
      }),
    );
  });

  it('passes over what JSON leaves out, and refuses what JSON would change', () => {
    expect(canonicalJson({ b: undefined, a: [1, 'x', null, true] })).to.equal('{"a":[1,"x",null,true]}');
    const unfit = [Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, () => 1, new Map(), new Float64Array(1)];
    for (const value of unfit) {
      expect(() => canonicalJson({ value: [value] })).to.throw(TypeError);
    }
  });
});

/** A way to every number and string in a value. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

describe('the content key', () => {
  const work = workOf('cnv-w1a1', 3);

  it('depends on the content alone', () => {
    expect(contentKey(work)).to.match(/^[0-9a-f]{64}$/);
    expect(contentKey(reordered(work) as typeof work)).to.equal(contentKey(work));
    expect(contentKey(workOf('cnv-w1a1', 3))).to.equal(contentKey(work));
  });

  it('changes with everything in the work: network, board, library, folding, depths, frames', () => {
    const keys = new Set([contentKey(work)]);
    const paths = leaves(work);
    for (const path of paths) {
      const changed = JSON.parse(JSON.stringify(work));
      const holder = path.slice(0, -1).reduce((value, key) => value[key], changed);
      holder[path.at(-1)!] = typeof holder[path.at(-1)!] === 'number' ? holder[path.at(-1)!] + 1 : 'changed';
      keys.add(contentKey(changed));
    }
    expect(paths.length).to.be.greaterThan(100);
    expect(keys.size).to.equal(paths.length + 1);
  });
});

describe('the digest of the model', () => {
  it('changes with content and name of every file that computes results, and with no other', () =>
    inTemporaryFolder((folder) => {
      for (const part of ['core', 'fabric', 'cli']) mkdirSync(join(folder, part));
      const digest = () => digestFiles([[folder, ['.ts', '.yaml']]]);
      const seen = [digest()];
      const expectAnother = () => {
        expect(seen).not.to.include(digest());
        seen.push(digest());
      };
      writeFileSync(join(folder, 'core', 'a.ts'), 'one');
      expectAnother();
      writeFileSync(join(folder, 'core', 'a.ts'), 'two');
      expectAnother();
      writeFileSync(join(folder, 'fabric', 'board.yaml'), 'clock: 1');
      expectAnother();
      renameSync(join(folder, 'core', 'a.ts'), join(folder, 'core', 'b.ts'));
      expectAnother();
      writeFileSync(join(folder, 'cli', 'c.ts'), 'a command');
      writeFileSync(join(folder, 'core', 'notes.txt'), 'no code');
      expect(digest()).to.equal(seen.at(-1));
    }));
});
