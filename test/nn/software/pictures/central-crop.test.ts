import { expect } from 'chai';
import fc from 'fast-check';
import { centralCrop } from '../../../../sim/nn/software/pictures/central-crop.js';

/** A picture whose red and green are the column and the row. */
function coordinates(width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([x, y, 7], (y * width + x) * 3);
  }
  return { width, height, data };
}

describe('centralCrop', () => {
  it('cuts out the middle of the longer side', () => {
    const { data } = centralCrop(coordinates(8, 4), 4, 4, 1);
    expect([...data.subarray(0, 12)]).to.deep.equal([2, 0, 7, 3, 0, 7, 4, 0, 7, 5, 0, 7]);
    expect([...data.subarray(36, 39)]).to.deep.equal([2, 3, 7]);
  });

  it('cuts out a part of the shorter side, 7 eighths of 256 for 224', () => {
    const { data } = centralCrop(coordinates(256, 250 + 6), 224, 224, 0.875);
    expect([...data.subarray(0, 3)]).to.deep.equal([16, 16, 7]);
    expect([...data.subarray(-3)]).to.deep.equal([239, 239, 7]);
  });

  it('interpolates between the middles of pixels, and not beyond what is cut out', () => {
    const picture = { width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 100, 100, 100) };
    const { data } = centralCrop(picture, 8, 4, 1);
    const red = Array.from({ length: 8 }, (_, x) => data[3 * x]);
    expect(red).to.deep.equal([0, 0, 13, 38, 63, 88, 100, 100]);
  });

  it('keeps one colour, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (w, h, width, height, part) => {
          const { data } = centralCrop(
            { width: w, height: h, data: new Uint8Array(w * h * 3).fill(91) },
            width,
            height,
            part,
          );
          expect(data).to.deep.equal(new Uint8Array(width * height * 3).fill(91));
        },
      ),
    );
  });
});
