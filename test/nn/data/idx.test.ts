import { expect } from 'chai';
import fc from 'fast-check';
import { readIdx, writeIdx } from '../../../sim/nn/data/idx.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const pictures = { shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

function changed(offset: number, byte: number): Uint8Array {
  return file.with(offset, byte);
}

describe('an idx file', () => {
  it('is read and written', () => {
    expect(readIdx(file, 'a.idx', 3)).to.deep.equal(pictures);
    expect(writeIdx(pictures)).to.deep.equal(file);
  });

  it('comes back for any shape', () => {
    const arrays = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
      const length = shape.reduce((product, size) => product * size);
      return fc.record({ shape: fc.constant(shape), data: fc.uint8Array({ minLength: length, maxLength: length }) });
    });
    fc.assert(
      fc.property(arrays, (array) => {
        expect(readIdx(writeIdx(array), 'a.idx')).to.deep.equal(array);
      }),
    );
  });

  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['another magic', changed(2, 13), 'byte 0: found the magic 00000d03, expected 00000803'],
    ['other dimensions', changed(3, 1), 'byte 3: found 1 dimensions, expected 3'],
    ['an empty dimension', changed(11, 0), 'byte 8: dimension 1 is 0, allowed: at least 1'],
    [
      'too few bytes',
      changed(12, 1),
      'byte 16: truncated: expected 33554438 bytes (data of 2 x 1 x 16777219), found 6',
    ],
    ['too many bytes', changed(7, 1), 'byte 19: expected the end of the file, found 3 more bytes'],
    ['half a header', file.subarray(0, 6), 'byte 4: truncated: expected 4 bytes (size of dimension 0), found 2'],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, () =>
      expect(inputErrorOf(() => readIdx(bytes, 'a.idx', 3))).to.equal(`a.idx: ${message}`));
  }

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    fc.assert(
      fc.property(mutated(file), (bytes) => expectOnlyInputErrors(() => readIdx(bytes, 'a.idx'))),
      { numRuns: 1000 },
    );
  });
});
