import { expect } from 'chai';
import fc from 'fast-check';
import { readQcf, writeQcf } from '../../../sim/nn/parameters/qcf.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const tensors = [Float32Array.of(1, -0.5), Float32Array.of(65504)];
const example = writeQcf(tensors, 16);

function changed(offset: number, ...bytes: number[]): Uint8Array {
  const file = example.slice();
  file.set(bytes, offset);
  return file;
}

describe('a .qcf file', () => {
  it('has the documented bytes', () => {
    const expected = [
      [0x51, 0x43, 0x57, 0x46, 1, 0, 16, 0, 2, 0, 0, 0],
      [2, 0, 0, 0, 0, 0x3c, 0, 0xb8],
      [1, 0, 0, 0, 0xff, 0x7b],
    ];
    expect([...example.subarray(0, -4)]).to.deep.equal(expected.flat());
    expect(readQcf(example, 'x.qcf')).to.deep.equal(tensors);
  });

  it('gives what was written in 32 bits', () => {
    const tensor = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })).map((all) => Float32Array.from(all));
    fc.assert(
      fc.property(fc.array(tensor, { maxLength: 4 }), (written) => {
        expect(readQcf(writeQcf(written, 32), 'x.qcf')).to.deep.equal(written);
      }),
    );
  });

  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['another magic', changed(3, 0x49), 'x.qcf: byte 0: found "QCWI", expected the magic QCWF'],
    ['another version', changed(4, 2), 'x.qcf: byte 4: found version 2, allowed: 1'],
    ['numbers of other sizes', changed(6, 8), 'x.qcf: byte 6: found numbers of 8 bits, allowed: 16, 32'],
    [
      'numbers that are not finite',
      changed(18, 0, 0x7c),
      'x.qcf: byte 18: tensor 0: number 1 is Infinity, allowed: finite ones',
    ],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => readQcf(bytes, 'x.qcf'))).to.equal(message);
    });
  }

  it('refuses damage, missing and further bytes', () => {
    expect(inputErrorOf(() => readQcf(changed(16, 1), 'x.qcf'))).to.match(/the file is damaged$/);
    expect(inputErrorOf(() => readQcf(example.subarray(0, -5), 'x.qcf'))).to.match(/^x.qcf: byte/);
    expect(inputErrorOf(() => readQcf(Uint8Array.of(...example, 0), 'x.qcf'))).to.match(/^x.qcf: byte/);
  });

  it('ends in a clear message for any damage', () => {
    fc.assert(fc.property(mutated(example), (bytes) => expectOnlyInputErrors(() => readQcf(bytes, 'x.qcf'))));
  });
});
