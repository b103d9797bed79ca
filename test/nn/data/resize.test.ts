import { expect } from 'chai';
import fc from 'fast-check';
import type { Picture } from '../../../sim/nn/data/picture.js';
import { resize } from '../../../sim/nn/data/resize.js';

/** A picture without any pattern that a filter would like: byte i is i^2 x 7 + i x 53, modulo 256. */
function pictureOf(width: number, height: number): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * index * 7 + index * 53) & 255);
  return { width, height, data };
}

/** What `Image.resize(..., LANCZOS)` of PIL 12.3 makes of such pictures. */
const BY_PIL: [from: [number, number], to: [number, number], data: number[]][] = [
  [
    [7, 5],
    [3, 2],
    [148, 111, 119, 145, 153, 128, 161, 100, 107, 170, 128, 93, 169, 125, 112, 145, 104, 146],
  ],
  [
    [3, 4],
    [4, 6],
    [
      3, 48, 123, 161, 41, 179, 193, 133, 168, 43, 222, 99, 0, 129, 155, 117, 74, 148, 147, 89, 115, 36, 158, 91, 34,
      237, 143, 70, 157, 74, 95, 64, 68, 82, 62, 132, 140, 228, 42, 96, 224, 18, 117, 128, 113, 180, 45, 223, 154, 115,
      0, 158, 179, 52, 172, 179, 174, 181, 116, 220, 120, 37, 2, 192, 120, 98, 203, 191, 199, 143, 172, 182,
    ],
  ],
  [
    [100, 60],
    [2, 1],
    [127, 127, 127, 127, 127, 127],
  ],
];

const size = fc.integer({ min: 1, max: 40 });

describe('resize', () => {
  for (const [from, to, data] of BY_PIL) {
    it(`gives exactly what PIL does from ${from.join(' x ')} to ${to.join(' x ')}`, () => {
      expect([...resize(pictureOf(...from), ...to).data]).to.deep.equal(data);
    });
  }

  it('leaves a picture of the wanted size as it is', () => {
    fc.assert(
      fc.property(size, size, (width, height) => {
        const picture = pictureOf(width, height);
        expect(resize(picture, width, height)).to.deep.equal(picture);
      }),
    );
  });

  it('leaves a plain colour as it is', () => {
    const colour = fc.uint8Array({ minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(size, size, size, size, colour, (width, height, toWidth, toHeight, [red, green, blue]) => {
        const fill = (pixels: number) => Uint8Array.from({ length: pixels * 3 }, (_, i) => [red, green, blue][i % 3]);
        const resized = resize({ width, height, data: fill(width * height) }, toWidth, toHeight);
        expect(resized.data).to.deep.equal(fill(toWidth * toHeight));
      }),
    );
  });
});
