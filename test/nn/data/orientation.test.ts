import { expect } from 'chai';
import fc from 'fast-check';
import { concatenate } from '../../../sim/core/input/bytes.js';
import { jpegOrientation } from '../../../sim/nn/data/jpeg.js';
import { type Orientation, orientationIn, upright } from '../../../sim/nn/data/orientation.js';
import type { Picture } from '../../../sim/nn/data/picture.js';
import { readPicture, readUprightPicture } from '../../../sim/nn/data/read-picture.js';
import { JPEG_FILES } from '../../helpers/jpeg-files.js';

const [{ bytes: jpeg }] = JPEG_FILES;
const ORIENTATIONS: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** What an Exif segment holds whose second entry is the orientation. */
function exif(orientation: number, little: boolean): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(8 + 2 + 2 * 12 + 4));
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  tiff.setUint16(8, 2, little);
  tiff.setUint16(10, 256, little);
  tiff.setUint16(22, 274, little);
  tiff.setUint16(24, 3, little);
  tiff.setUint32(26, 1, little);
  tiff.setUint16(30, orientation, little);
  return concatenate([new TextEncoder().encode('Exif\0\0'), new Uint8Array(tiff.buffer)]);
}

/** A JPEG file with the segment of a camera. */
function withExif(segment: Uint8Array): Uint8Array {
  return concatenate([
    jpeg.subarray(0, 2),
    Uint8Array.of(0xff, 0xe1, 0, segment.length + 2),
    segment,
    jpeg.subarray(2),
  ]);
}

/** Greens of the pixels, row by row. */
function rowsOf({ width, height, data }: Picture): string[] {
  const green = (x: number, y: number) => String.fromCharCode(data[(y * width + x) * 3 + 1]);
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => green(x, y)).join(''));
}

describe('upright', () => {
  const letters = 'abcdef';
  const picture = {
    width: 3,
    height: 2,
    data: Uint8Array.from({ length: 18 }, (_, index) => letters.charCodeAt(Math.floor(index / 3))),
  };

  // What PIL's ImageOps.exif_transpose makes of the rows abc and def.
  const expected: Readonly<Record<Orientation, string>> = {
    1: 'abc def',
    2: 'cba fed',
    3: 'fed cba',
    4: 'def abc',
    5: 'ad be cf',
    6: 'da eb fc',
    7: 'fc eb da',
    8: 'cf be ad',
  };
  for (const orientation of ORIENTATIONS) {
    it(`turns orientation ${orientation}`, () => {
      expect(rowsOf(upright(picture, orientation)).join(' ')).to.equal(expected[orientation]);
    });
  }
});

describe('the orientation of a JPEG file', () => {
  it('is read in either byte order, and is upright where nothing tells', () => {
    for (const orientation of ORIENTATIONS) {
      for (const little of [true, false]) {
        expect(jpegOrientation(withExif(exif(orientation, little)), 'a.jpg')).to.equal(orientation);
      }
    }
    for (const bytes of [jpeg, withExif(exif(9, true)), withExif(exif(0, false))]) {
      expect(jpegOrientation(bytes, 'a.jpg')).to.equal(1);
    }
  });

  it('turns the pictures of photos', async () => {
    const file = withExif(exif(6, true));
    const [asStored, turned] = [await readPicture(file, 'a.jpg'), await readUprightPicture(file, 'a.jpg')];
    expect([asStored.width, asStored.height, turned.width, turned.height]).to.deep.equal([6, 4, 4, 6]);
    expect(turned).to.deep.equal(upright(asStored, 6));
    expect(await readUprightPicture(jpeg, 'a.jpg')).to.deep.equal(asStored);
  });

  it('is any of the eight or none, whatever the segment holds', () => {
    const valid = exif(3, true);
    const changed = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }).map((changes) => {
      const bytes = valid.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(changed, fc.nat(valid.length), (bytes, length) => {
        expect(orientationIn(bytes.subarray(0, length))).to.be.oneOf([undefined, ...ORIENTATIONS]);
      }),
      { numRuns: 1000 },
    );
  });
});
