import { expect } from 'chai';
import { Canvas, type Colour } from '../../../../sim/nn/software/pictures/canvas.js';

const INK: Colour = [255, 255, 255];
const GROUND: Colour = [9, 9, 9];

/** A drawing by its lines: `.` is what was there, `o` the ground and `#` the ink. */
function drawn(width: number, height: number, draw: (canvas: Canvas) => void): string[] {
  const empty = { width, height, data: new Uint8Array(width * height * 3) };
  const canvas = new Canvas(empty);
  draw(canvas);
  expect(empty.data.every((value) => value === 0)).to.equal(true);
  const sign = (pixel: number) => ({ 0: '.', 9: 'o', 255: '#' })[canvas.picture.data[pixel * 3]];
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => sign(y * width + x)).join(''),
  );
}

describe('a canvas', () => {
  it('draws frames, as far as they lie in the picture', () => {
    expect(drawn(7, 5, (canvas) => canvas.frame(1.4, 0.6, 5, 5, 1, INK))).to.deep.equal([
      '.......',
      '.####..',
      '.#..#..',
      '.#..#..',
      '.####..',
    ]);
    expect(drawn(4, 3, (canvas) => canvas.frame(-9, -9, 3, Number.POSITIVE_INFINITY, 1, INK))).to.deep.equal([
      '..#.',
      '..#.',
      '..#.',
    ]);
  });

  it('writes labels on a ground', () => {
    expect(drawn(15, 10, (canvas) => canvas.label('o7', 1, 10, 1, GROUND, INK))).to.deep.equal([
      '...............',
      '.ooooooooooooo.',
      '.oo###oo#####o.',
      '.o#ooo#ooooo#o.',
      '.o#ooo#oooo#oo.',
      '.o#ooo#ooo#ooo.',
      '.o#ooo#ooo#ooo.',
      '.o#ooo#ooo#ooo.',
      '.oo###oooo#ooo.',
      '.ooooooooooooo.',
    ]);
  });

  it('moves labels into the picture', () => {
    const moved = drawn(9, 9, (canvas) => canvas.label('1', 100, -5, 1, GROUND, INK));
    expect(moved).to.deep.equal(drawn(9, 9, (canvas) => canvas.label('1', 2, 9, 1, GROUND, INK)));
    expect(moved[2]).to.equal('..oo##ooo');
  });

  it('has dots of several pixels in large pictures', () => {
    const small = drawn(7, 9, (canvas) => canvas.label('%', 0, 9, 1, GROUND, INK));
    const large = drawn(14, 18, (canvas) => canvas.label('%', 0, 18, 2, GROUND, INK));
    const doubled = small.flatMap((line) => {
      const wide = [...line].map((sign) => sign + sign).join('');
      return [wide, wide];
    });
    expect(large).to.deep.equal(doubled);
  });
});
