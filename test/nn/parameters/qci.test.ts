import { expect } from 'chai';
import fc from 'fast-check';
import { readQci, writeQci } from '../../../sim/nn/parameters/qci.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

/** Two outputs of three weights with floating-point multipliers, and one of one without. */
const example = writeQci([
  { weights: Int8Array.of(1, -1, 2, -128, 127, 0), bias: Int32Array.of(5, -2), multipliers: Float32Array.of(1, 0.5) },
  { weights: Int8Array.of(7), bias: Int32Array.of(256), multipliers: new Int32Array() },
]);

function changed(offset: number, ...bytes: number[]): Uint8Array {
  const file = example.slice();
  file.set(bytes, offset);
  return file;
}

describe('a .qci file', () => {
  it('has the documented bytes', () => {
    const expected = [
      [0x51, 0x43, 0x57, 0x49, 1, 0, 2, 0],
      [2, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0],
      [1, 0xff, 2, 0x80, 0x7f, 0],
      [5, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff],
      [0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f],
      [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      [7, 0, 1, 0, 0],
    ];
    expect([...example.subarray(0, -4)]).to.deep.equal(expected.flat());
  });

  it('gives what was written', () => {
    const layer = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => {
      const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
      const filled = <T>(of: fc.Arbitrary<T>, length: number) => fc.array(of, { minLength: length, maxLength: length });
      return fc.record({
        weights: filled(fc.integer({ min: -128, max: 127 }), rows * columns).map((values) => Int8Array.from(values)),
        bias: filled(int32, rows).map((values) => Int32Array.from(values)),
        multipliers: fc.oneof(
          fc.constant(new Int32Array()),
          filled(int32, rows).map((values) => Int32Array.from(values)),
          filled(fc.float({ noNaN: true }), rows).map((values) => Float32Array.from(values)),
        ),
      });
    });
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (layers) => {
        expect(readQci(writeQci(layers), 'x.qci')).to.deep.equal(layers);
      }),
    );
  });

  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['another magic', changed(3, 0x54), 'x.qci: byte 0: found "QCWT", expected the magic QCWI'],
    ['another version', changed(4, 2), 'x.qci: byte 4: found version 2, allowed: 1'],
    [
      'an unknown kind of multipliers',
      changed(16, 3),
      'x.qci: byte 20: layer 0 has multipliers of kind 3, allowed: 0, 1, 2',
    ],
    [
      'more weights than there are',
      changed(8, 0xff, 0xff, 0xff),
      'truncated: expected 50331645 bytes (layer 0, weights)',
    ],
    ['a changed weight', changed(20, 2), 'the file is damaged'],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => readQci(bytes, 'x.qci'))).to.include(message);
    });
  }

  it('meets damaged files with an InputError', () => {
    fc.assert(
      fc.property(mutated(example), (bytes) => {
        expectOnlyInputErrors(() => readQci(bytes, 'x.qci'));
      }),
    );
  });
});
