import { expect } from 'chai';
import type { NpyArray } from '../../../../sim/nn/data/npy.js';
import { takeFloats } from '../../../../sim/nn/software/parameters/named-arrays.js';
import { inputErrorOf } from '../../../helpers/input-error.js';

const take = (array: NpyArray, shape: (number | string)[], name = 'W') =>
  takeFloats({ file: 'a.npy', arrays: new Map([['W', array]]) }, name, shape);

describe('a named array', () => {
  it('becomes floats, whatever its type is', () => {
    const array = { shape: [2, 1], data: Float64Array.of(0.1, 2) };
    expect(take(array, ['outputs', 1])).to.deep.equal({ shape: [2, 1], data: Float32Array.of(0.1, 2) });
  });

  const one = { shape: [1], data: Float32Array.of(1) };
  const cases: [behaviour: string, act: () => unknown, message: string][] = [
    ['missing', () => take(one, [1], 'b'), 'the array b is missing, found: W'],
    ['of another size', () => take(one, [2]), 'the array W: found 1, expected 2'],
    ['of more dimensions', () => take(one, []), 'the array W: found 1, expected a single number'],
    ['of fewer dimensions', () => take(one, ['rows', 3]), 'the array W: found 1, expected rows x 3'],
    ['empty', () => take({ shape: [0], data: new Float32Array() }, ['rows']), 'the array W: found 0, expected rows'],
    [
      'without a number',
      () => take({ shape: [2], data: Float32Array.of(1, Number.NaN) }, [2]),
      'the array W: element 1 is NaN, expected a finite number',
    ],
    [
      'beyond floats',
      () => take({ shape: [1], data: Float64Array.of(1e300) }, [1]),
      'the array W: element 0 is Infinity, expected a finite number',
    ],
  ];
  for (const [behaviour, act, message] of cases) {
    it(`is refused when it is ${behaviour}`, () => expect(inputErrorOf(act)).to.equal(`a.npy: ${message}`));
  }
});
