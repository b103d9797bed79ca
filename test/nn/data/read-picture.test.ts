import { expect } from 'chai';
import { isPicture, readPicture } from '../../../sim/nn/data/read-picture.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { JPEG_FILES } from '../../helpers/jpeg-files.js';
import { pngOf } from '../../helpers/png-of.js';

const [{ bytes: jpeg }] = JPEG_FILES;
const png = pngOf({ width: 1, height: 1, lines: [0, 1, 2, 3] });

describe('readPicture', () => {
  it('tells PNG and JPEG by how they begin', async () => {
    expect([png, jpeg, Uint8Array.of(0, 0, 8, 3), new Uint8Array()].map(isPicture)).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect((await readPicture(png, 'a')).width).to.equal(1);
    expect((await readPicture(jpeg, 'a')).width).to.equal(6);
  });

  it('refuses what is not of the format that its name tells', async () => {
    const refused = (name: string, bytes: Uint8Array) => inputErrorFrom(readPicture(bytes, name));
    expect(await refused('a.JPG', new Uint8Array())).to.equal('a.JPG: empty, expected a JPEG file');
    expect(await refused('a.png', Uint8Array.of(1, 2, 3))).to.equal('a.png: found other bytes, expected a PNG file');
    expect(await refused('a.npy', Uint8Array.of(1, 2, 3))).to.equal('a.npy: found other bytes, expected an .npy file');
    expect((await readPicture(png, 'a.jpg')).width).to.equal(1);
  });

  it('refuses anything else', async () => {
    expect(await inputErrorFrom(readPicture(Uint8Array.of(1, 2, 3), 'a.gif'))).to.equal(
      'a.gif: neither a PNG nor a JPEG file',
    );
  });
});
