import { expect } from 'chai';
import fc from 'fast-check';
import {
  classify,
  classifySingle,
  firstLargest,
  highestSetBit,
  largestPositive,
  roundedLog2,
  topClasses,
} from '../../sim/nn/classify.js';
import { createPackedMatrix, type PackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';
import { inputErrorOf } from '../helpers/input-error.js';

/** One row an image of 64 one-bit codes, from its two words. */
function codesOf(...rows: readonly (readonly [low: number, high: number])[]): PackedMatrix {
  const codes = createPackedMatrix(rows.length, 64, 1);
  codes.words.set(rows.flat());
  return codes;
}

/** One row an image of 16-bit scores. */
function scoresOf(...rows: readonly (readonly number[])[]): PackedMatrix {
  const codes = createPackedMatrix(rows.length, rows[0].length, 16);
  rows.forEach((scores, image) => {
    scores.forEach((score, index) => {
      setCode(codes, image, index, score);
    });
  });
  return codes;
}

describe('classify', () => {
  it("reads every image by the network's rule and number of classes", () => {
    const network = { classRule: 'highestSetBit', classes: Array(10).fill('') } as const;
    const codes = codesOf([0b1000000000, 0], [0b0110, 0], [0, 0], [0b10000000001, 1]);
    expect([...classify(network, codes)]).to.deep.equal([9, 2, 0, 0]);
    const scored = { classRule: 'largestPositive', classes: Array(3).fill('') } as const;
    expect([...classify(scored, scoresOf([1, 2, 3, 9], [-3, -2, -1, 0]))]).to.deep.equal([2, 0]);
  });

  it('refuses a network without classes', () => {
    const map = { classRule: 'none', classes: [] } as const;
    expect(inputErrorOf(() => classify(map, codesOf()))).to.equal('the network gives a feature map and no classes');
  });
});

describe('classifySingle', () => {
  it('reads an image as the call for single images does', () => {
    const bits = { classRule: 'highestSetBit', classes: Array(10).fill('') } as const;
    expect(classifySingle(bits, codesOf([0b0110, 0]))).to.equal(3);
    const scored = { classRule: 'largestPositive', classes: Array(3).fill('') } as const;
    expect(classifySingle(scored, scoresOf([-3, -2, -1, 0]))).to.equal(2);
  });
});

describe('largestPositive', () => {
  it('finds the first of the largest scores, and the first class where none is positive', () => {
    const codes = scoresOf([1, 7, -32768, 7], [-5, -1, -32768, -1], [-5, 0, 0, 0], [32767, -32768, 1, 0]);
    expect([0, 1, 2, 3].map((image) => largestPositive(codes, image, 4))).to.deep.equal([1, 0, 0, 0]);
  });

  it('leaves out the scores after those of the classes', () => {
    expect(largestPositive(scoresOf([1, 2, 3, 4]), 0, 2)).to.equal(1);
  });
});

describe('firstLargest', () => {
  it('differs from largestPositive only where no score is positive', () => {
    const rows = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (scores) => {
        const codes = scoresOf(scores);
        const found = firstLargest(codes, 0, scores.length);
        expect(found).to.equal(scores.indexOf(Math.max(...scores)));
        expect(largestPositive(codes, 0, scores.length)).to.equal(scores[found] > 0 ? found : 0);
      }),
    );
  });
});

describe('highestSetBit', () => {
  it('finds a class beyond the first 32', () => {
    expect(highestSetBit(codesOf([0xffffffff, 1 << 14]), 0, 47)).to.equal(46);
  });

  it('leaves out the bits above the classes', () => {
    expect(highestSetBit(codesOf([0b0100, 1 << 15]), 0, 47)).to.equal(2);
  });
});

describe('roundedLog2', () => {
  it('rounds up where the bits below the highest are at least as much as makes a factor of root 2', () => {
    const words = [0, 1, 2, 3, 5, 6, 11, 12];
    const codes = codesOf(...words.map((word) => [word, 0] as const));
    expect(words.map((_, image) => roundedLog2(codes, image, 10))).to.deep.equal([0, 0, 1, 2, 2, 3, 3, 4]);
  });

  it('agrees with the highest set bit where exactly one bit is set', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), (bit) => {
        const codes = createPackedMatrix(1, 64, 1);
        codes.words[bit >>> 5] = 1 << (bit & 31);
        expect(roundedLog2(codes, 0, 64))
          .to.equal(bit)
          .and.equal(highestSetBit(codes, 0, 64));
      }),
    );
  });
});

describe('the largest score', () => {
  const network = { classRule: 'largest', classes: Array(3).fill('') } as const;
  const scores = scoresOf([-3, -1, -1, 9], [5, 7, -8, 0]);

  it('is a class even where none is positive, the first of equal ones', () => {
    expect([...classify(network, scores)]).to.deep.equal([1, 1]);
    expect(classifySingle(network, scores)).to.equal(1);
  });

  it('comes first among the best classes', () => {
    expect(topClasses(network, scores, 0, 2)).to.deep.equal([1, 2]);
    expect(topClasses(network, scores, 1)).to.deep.equal([1, 0, 2]);
  });

  it('may have 32 bits', () => {
    const wide = createPackedMatrix(1, 3, 32);
    [-(2 ** 31), 2 ** 31 - 1, 70_000].forEach((score, index) => {
      setCode(wide, 0, index, score);
    });
    expect(topClasses(network, wide, 0)).to.deep.equal([1, 2, 0]);
  });
});
