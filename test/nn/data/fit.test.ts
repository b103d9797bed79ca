import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readCifar } from '../../../sim/nn/data/cifar.js';
import { fitOnCanvas } from '../../../sim/nn/data/fit.js';
import { readPicture } from '../../../sim/nn/data/read-picture.js';
import { sharedData } from '../../helpers/shared-data.js';

/** Columns and rows of a 32 x 32 canvas that a black picture of this size covers: first and last. */
function coverOf(width: number, height: number): number[] {
  const { data } = fitOnCanvas({ width, height, data: new Uint8Array(width * height * 3) }, 32, 32);
  const black = [...Array(32 * 32).keys()].filter((pixel) => data[pixel * 3] === 0);
  const [columns, rows] = [black.map((pixel) => pixel % 32), black.map((pixel) => Math.floor(pixel / 32))];
  expect(black).to.have.lengthOf(
    (Math.max(...columns) - Math.min(...columns) + 1) * (rows[rows.length - 1] - rows[0] + 1),
  );
  return [Math.min(...columns), Math.max(...columns), rows[0], rows[rows.length - 1]];
}

describe('fitOnCanvas', () => {
  const cases: [width: number, height: number, what: string, cover: number[]][] = [
    [1000, 1127, 'to 28 x 32', [2, 29, 0, 31]],
    [40, 33, 'to 32 x 26', [0, 31, 3, 28]],
    [200, 3, 'to 32 x 1, as nothing is thinner', [0, 31, 15, 15]],
    [5, 100, 'to 2 x 32, which is nearer than 1 x 32', [15, 16, 0, 31]],
    [31, 64, 'to 15 x 32, the smaller of two as near', [8, 22, 0, 31]],
    [33, 33, 'to the canvas', [0, 31, 0, 31]],
  ];
  for (const [width, height, what, cover] of cases) {
    it(`shrinks ${width} x ${height} ${what}, and centres it on white`, () =>
      expect(coverOf(width, height)).to.deep.equal(cover));
  }

  it('does not enlarge a smaller picture', () => {
    expect(coverOf(5, 2)).to.deep.equal([13, 17, 15, 16]);
  });

  it("makes of the original's deer.jpg exactly the record that the hardware read", async function () {
    const [photo, record] = ['deer.jpg', 'deer-32x32.bin'].map((name) =>
      readFileSync(sharedData(this, `bnn-pynq/pictures/${name}`)),
    );
    const { data } = fitOnCanvas(await readPicture(photo, 'deer.jpg'), 32, 32);
    expect(data).to.deep.equal(readCifar(record, 'deer-32x32.bin').pixels);
  });
});
