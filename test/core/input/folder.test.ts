import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isFolder, makeFolders, requireFolder } from '../../../sim/core/input/folder.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

describe('makeFolders', () => {
  it('makes a folder and those that it lies in, and leaves what is there', () =>
    inTemporaryFolder((folder) => {
      const deep = join(folder, 'a', 'b', 'c');
      makeFolders(deep);
      expect(isFolder(deep)).to.equal(true);
      makeFolders(deep);
      makeFolders('.');
      expect(() => requireFolder(deep)).not.to.throw();
    }));

  it('refuses a file in the place of a folder', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      expect(inputErrorOf(() => makeFolders(file))).to.equal(`${file}: a file, expected a folder`);
      for (const act of [makeFolders, requireFolder, isFolder]) {
        const below = join(file, 'a');
        expect(inputErrorOf(() => act(below))).to.equal(`${below}: a part of the path is not a folder`);
      }
      expect(inputErrorOf(() => requireFolder(file))).to.equal(`${file}: a file, expected a folder`);
      expect(inputErrorOf(() => requireFolder(join(folder, 'a')))).to.equal(
        `${join(folder, 'a')}: no such file or folder`,
      );
    }));

  it('ends where the file system takes no folders', function () {
    if (!existsSync('/proc/self')) this.skip();
    expect(inputErrorOf(() => makeFolders('/proc/qcycle/a'))).to.equal('/proc/qcycle: no such file or folder');
  });
});
