import { expect } from 'chai';
import fc from 'fast-check';
import type { Picture } from '../../../../sim/nn/data/picture.js';
import { letterbox, letterboxOf } from '../../../../sim/nn/software/pictures/letterbox.js';
import { patternOf } from './pattern.js';

/** A value between the pixels of a picture, from 0 to 1. */
function between({ width, height, data }: Picture, x: number, y: number, channel: number): number {
  const at = (column: number, row: number) =>
    data[(Math.min(row, height - 1) * width + Math.min(column, width - 1)) * 3 + channel] / 255;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [x - left, y - top];
  const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
  const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
  return upper * (1 - bottom) + lower * bottom;
}

const side = fc.integer({ min: 1, max: 30 });

describe('a letterbox', () => {
  it('holds the whole picture in its middle', () => {
    expect(letterboxOf({ width: 480, height: 360 }, 416)).to.deep.equal({
      side: 416,
      left: 0,
      top: 52,
      width: 416,
      height: 312,
    });
    expect(letterboxOf({ width: 5, height: 7 }, 10)).to.deep.equal({ side: 10, left: 1, top: 0, width: 7, height: 10 });
  });

  it('leaves at least one pixel of a narrow picture', () => {
    expect(letterboxOf({ width: 1, height: 1000 }, 10)).to.include({ left: 4, width: 1, height: 10 });
  });

  it('interpolates between the corners of the picture, with grey around', () => {
    fc.assert(
      fc.property(side, side, side, (width, height, square) => {
        const picture = patternOf(width, height);
        const box = letterboxOf(picture, square);
        const { data } = letterbox(picture, square);
        const place = (index: number, to: number, from: number) =>
          index === to - 1 ? from - 1 : (index * (from - 1)) / (to - 1);
        for (let y = 0; y < square; y++) {
          for (let x = 0; x < square; x++) {
            const [column, row] = [x - box.left, y - box.top];
            const inside = column >= 0 && column < box.width && row >= 0 && row < box.height;
            for (let channel = 0; channel < 3; channel++) {
              const expected = inside
                ? between(picture, place(column, box.width, width), place(row, box.height, height), channel)
                : 0.5;
              expect(data[(y * square + x) * 3 + channel]).to.be.closeTo(expected, 1e-5);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
