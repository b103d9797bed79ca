import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { writeFileWhole } from '../../../sim/core/input/write-file.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

function* failing(error: Error): Generator<string> {
  yield 'x'.repeat(100_000);
  throw error;
}

describe('writeFileWhole', () => {
  it('writes text, bytes and pieces, over what is there', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'a');
      const pieces = Array.from({ length: 50_000 }, (_, index) => `${index}\n`);
      for (const data of ['µs', Uint8Array.of(1, 2), pieces, '']) {
        await writeFileWhole(file, data);
        const expected = Array.isArray(data) ? data.join('') : data;
        expect(readFileSync(file).equals(Buffer.from(expected as string))).to.equal(true);
      }
      expect(readdirSync(folder)).to.deep.equal(['a']);
    }));

  it('writes to the file behind a link', () =>
    inTemporaryFolder(async (folder) => {
      const [file, link] = [join(folder, 'a'), join(folder, 'b')];
      writeFileSync(file, 'old');
      symlinkSync(file, link);
      await writeFileWhole(link, 'new');
      expect([readlinkSync(link), readFileSync(file, 'utf8')]).to.deep.equal([file, 'new']);
    }));

  it('leaves everything as it was where the writing fails', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'a');
      writeFileSync(file, 'old');
      const full = Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write' });
      expect(await inputErrorFrom(writeFileWhole(file, failing(full)))).to.equal(`${file}: the disk is full`);
      const bug = new Error('a bug');
      expect(await writeFileWhole(file, failing(bug)).catch((error) => error)).to.equal(bug);
      expect(readdirSync(folder)).to.deep.equal(['a']);
      expect(readFileSync(file, 'utf8')).to.equal('old');
    }));

  it('says what is in the way', () =>
    inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'b'));
      const messages = ['b', 'c/d'].map((name) => inputErrorFrom(writeFileWhole(join(folder, name), '')));
      expect(await Promise.all(messages)).to.deep.equal([
        `${folder}/b: a folder, expected a file`,
        `${folder}/c/d: no such file or folder`,
      ]);
      expect(await inputErrorFrom(writeFileWhole('/dev/null', ''))).to.equal('/dev/null: not a regular file');
    }));

  it('leaves nothing behind when a signal ends the process', () =>
    inTemporaryFolder(async (folder) => {
      const module = new URL('../../../sim/core/input/write-file.js', import.meta.url).href;
      const source = import.meta.url.endsWith('.ts') ? module.replace(/js$/, 'ts') : module;
      const program = `
        import { writeFileWhole } from ${JSON.stringify(source)};
        function* endless() {
          for (;;) {
            yield 'x'.repeat(2 ** 16);
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
          }
        }
        await writeFileWhole(${JSON.stringify(join(folder, 'a'))}, endless());`;
      const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', program]);
      const ended = once(child, 'exit');
      while (readdirSync(folder).length === 0 && child.exitCode === null) await setTimeout(10);
      child.kill('SIGTERM');
      expect(await ended).to.deep.equal([null, 'SIGTERM']);
      expect(readdirSync(folder)).to.deep.equal([]);
    }));
});
