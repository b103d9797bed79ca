import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadPicture, pictureFiles } from '../../sim/drivers/picture-files.js';
import { classesByName } from '../../sim/drivers/picture-folders.js';
import { inputErrorFrom, inputErrorOf } from '../helpers/input-error.js';
import { pngOf } from '../helpers/png-of.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

describe('pictureFiles', () => {
  it('lists the pictures of a folder in alphabetical order', () =>
    inTemporaryFolder((folder) => {
      for (const name of ['b.PNG', 'c.txt', 'a.jpeg', 'd.jpg', 'png']) writeFileSync(join(folder, name), '');
      expect(pictureFiles(folder)).to.deep.equal(['a.jpeg', 'b.PNG', 'd.jpg'].map((name) => join(folder, name)));
    }));

  it('refuses a folder without pictures, and what is no folder', () =>
    inTemporaryFolder((folder) => {
      expect(inputErrorOf(() => pictureFiles(folder))).to.equal(
        `${folder}: no pictures, expected files that end in .png, .jpg or .jpeg`,
      );
      expect(inputErrorOf(() => pictureFiles(join(folder, 'none')))).to.equal(`${folder}/none: no such file or folder`);
    }));
});

describe('loadPicture', () => {
  it('decodes a picture file', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'dot.png');
      writeFileSync(file, pngOf({ width: 1, height: 1, lines: [0, 1, 2, 3] }));
      expect(await loadPicture(file)).to.deep.equal({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
      writeFileSync(file, 'text');
      expect(await inputErrorFrom(loadPicture(file))).to.equal(`${file}: found other bytes, expected a PNG file`);
    }));
});

describe('classesByName', () => {
  const classes = Array.from({ length: 400 }, (_, index) => `c${index}`);

  it('tells the classes that pictures are named after, of many classes too', () => {
    expect([...classesByName(['x/c300.1.jpg', 'c7.12.png'], classes)!]).to.deep.equal([300, 7]);
  });

  it('tells none unless all pictures are named so', () => {
    expect(classesByName(['c300.1.jpg', 'photo.png'], classes)).to.equal(undefined);
  });
});
