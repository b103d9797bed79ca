import { expect } from 'chai';
import fc from 'fast-check';
import { readBytes } from '../../../sim/core/input/file.js';
import { inflateIfGzipped } from '../../../sim/core/input/gzip.js';
import { readCifar } from '../../../sim/nn/data/cifar.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { sharedData } from '../../helpers/shared-data.js';

/** A record in whose planes every pixel is its number, modulo 256, plus its channel. */
function record(label: number): number[] {
  return [label, ...Array.from({ length: 3072 }, (_, index) => (index + Math.floor(index / 1024)) & 255)];
}

describe('a CIFAR binary', () => {
  it('is read with the colours of a pixel together', () => {
    const { pixels, labels } = readCifar(Uint8Array.from([...record(9), ...record(0)]), 'a.bin');
    expect([...labels]).to.deep.equal([9, 0]);
    expect(pixels).to.have.lengthOf(2 * 3072);
    expect([...pixels.subarray(0, 6)]).to.deep.equal([0, 1, 2, 1, 2, 3]);
    expect(pixels.subarray(3072)).to.deep.equal(pixels.subarray(0, 3072));
  });

  it('may be the test set', function () {
    const file = sharedData(this, 'cifar10/test.bin.gz');
    const { pixels, labels } = readCifar(inflateIfGzipped(readBytes(file), file), file);
    expect(pixels).to.have.lengthOf(10_000 * 3072);
    const perClass = [...Array(10).keys()].map((label) => labels.filter((other) => other === label).length);
    expect(perClass).to.deep.equal(Array(10).fill(1000));
  });

  const allowed = 'allowed: a multiple of 3073 (a class and 32 x 32 x 3 pixels)';
  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['no bytes', new Uint8Array(), `0 bytes of CIFAR pictures, ${allowed}`],
    ['half a record', new Uint8Array(3073 + 1536), `4609 bytes of CIFAR pictures, ${allowed}`],
    [
      'a class above 9',
      Uint8Array.from([...record(3), ...record(10)]),
      'picture 1: found the class 10, allowed: 0 to 9',
    ],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, () =>
      expect(inputErrorOf(() => readCifar(bytes, 'a.bin'))).to.equal(`a.bin: ${message}`));
  }

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    fc.assert(
      fc.property(mutated(Uint8Array.from(record(1))), (bytes) =>
        expectOnlyInputErrors(() => readCifar(bytes, 'a.bin')),
      ),
      { numRuns: 500 },
    );
  });
});
