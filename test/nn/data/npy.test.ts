import { expect } from 'chai';
import fc from 'fast-check';
import { type NpyArray, readNpy, writeNpy } from '../../../sim/nn/data/npy.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

/** A file of a version with a header as numpy writes it. */
function npy(header: string, data: ArrayLike<number>, version = 1): Uint8Array {
  const length =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  return Uint8Array.from([
    0x93,
    ...Buffer.from('NUMPY'),
    version,
    0,
    ...length,
    ...Buffer.from(header),
    ...Array.from(data),
  ]);
}

const header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }\n";
const file = npy(header, [1, 0, 0xff, 0xff]);

describe('a .npy file', () => {
  it('is read in version 1 and 2', () => {
    const expected = { shape: [2], data: Int16Array.of(1, -1) };
    expect(readNpy(file, 'a.npy')).to.deep.equal(expected);
    expect(readNpy(npy(header, [1, 0, 0xff, 0xff], 2), 'a.npy')).to.deep.equal(expected);
  });

  it('is written as numpy does', () => {
    const bytes = writeNpy({ shape: [2], data: Int16Array.of(1, -1) });
    const text = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";
    expect(bytes).to.deep.equal(npy(`${text.padEnd(117)}\n`, [1, 0, 0xff, 0xff]));
    expect((bytes.length - 4) % 64).to.equal(0);
  });

  it('comes back for any type and shape', () => {
    const arrays = fc.array(fc.nat({ max: 4 }), { maxLength: 4 }).chain((shape): fc.Arbitrary<NpyArray> => {
      const length = shape.reduce((product, size) => product * size, 1);
      const exactly = { minLength: length, maxLength: length };
      const data = fc.oneof(
        fc.uint8Array(exactly),
        fc.int8Array(exactly),
        fc.uint16Array(exactly),
        fc.int16Array(exactly),
        fc.uint32Array(exactly),
        fc.int32Array(exactly),
        fc.float32Array(exactly),
        fc.float64Array(exactly),
      );
      return fc.record({ shape: fc.constant(shape), data });
    });
    fc.assert(
      fc.property(arrays, (array) => {
        expect(readNpy(writeNpy(array), 'a.npy')).to.deep.equal(array);
      }),
    );
  });

  it('may hold 64-bit integers that fit 32 bits', () => {
    const bytes = (value: bigint) =>
      npy(header.replace('i2', 'i8').replace('2,', ''), new Uint8Array(BigInt64Array.of(value).buffer));
    expect(readNpy(bytes(-5n), 'a.npy')).to.deep.equal({ shape: [], data: Int32Array.of(-5) });
    expect(inputErrorOf(() => readNpy(bytes(2n ** 31n), 'a.npy'))).to.equal(
      'a.npy: byte 10: the 64-bit value 2147483648 does not fit 32 bits',
    );
  });

  it('is turned from Fortran order to C order', () => {
    const inOrder = (shape: string, order: string) =>
      npy(header.replace('<i2', '|u1').replace('2,', shape).replace('False', order), [0, 1, 2, 3, 4, 5]);
    const columns = readNpy(inOrder('2, 3', 'True'), 'a.npy');
    expect(columns).to.deep.equal({ shape: [2, 3], data: Uint8Array.of(0, 2, 4, 1, 3, 5) });
    expect(readNpy(inOrder('1, 6, 1', 'True'), 'a.npy')).to.deep.equal(readNpy(inOrder('1, 6, 1', 'False'), 'a.npy'));
  });

  it('in Fortran order is the transpose of one in C order', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (shape) => {
        const length = shape.reduce((product, size) => product * size, 1);
        const text = (order: string, sizes: number[]) =>
          `{'descr': '|u1', 'fortran_order': ${order}, 'shape': (${sizes.join(', ')},), }`;
        const bytes = Array.from({ length }, (_, index) => index);
        const { data } = readNpy(npy(text('True', shape), bytes), 'a.npy');
        const strides = shape.map((_, dimension) => shape.slice(0, dimension).reduce((a, b) => a * b, 1));
        const expected = shape.reduce<number[]>(
          (offsets, size, dimension) =>
            offsets.flatMap((offset) =>
              Array.from({ length: size }, (_, index) => offset + index * strides[dimension]),
            ),
          [0],
        );
        expect([...data]).to.deep.equal(expected);
      }),
    );
  });

  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    [
      'another magic',
      Uint8Array.from(Buffer.from('PK numpy')),
      'byte 0: not a .npy file: it does not begin with \\x93NUMPY',
    ],
    ['another version', npy(header, [], 3), 'byte 6: found version 3, allowed: 1, 2'],
    [
      'another type',
      npy(header.replace('<i2', '>i2'), []),
      'byte 10: found the type ">i2", allowed: |u1, |i1, <u2, <i2, <u4, <i4, <i8, <f4, <f8',
    ],
    [
      'an inherited type',
      npy(header.replace('<i2', 'toString'), []),
      'byte 10: found the type toString, allowed: |u1, |i1, <u2, <i2, <u4, <i4, <i8, <f4, <f8',
    ],
    [
      'no order',
      npy(header.replace('False', 'Maybe'), []),
      'byte 10: the header has no fortran_order of True or False',
    ],
    [
      'too many dimensions',
      npy(header.replace('2,', '1, '.repeat(65)), [0, 0]),
      'byte 10: 65 dimensions, allowed: at most 64',
    ],
    ['no shape', npy(header.replace('shape', 'form'), []), 'byte 10: the header has no shape'],
    [
      'too few bytes',
      file.subarray(0, -1),
      `byte ${10 + header.length}: truncated: expected 4 bytes (data of 2), found 3`,
    ],
    [
      'too many bytes',
      Uint8Array.of(...file, 0),
      `byte ${file.length}: expected the end of the file, found 1 more bytes`,
    ],
    [
      'an unbounded shape',
      npy(header.replace('2,', `0, ${'9'.repeat(400)}`), []),
      `byte ${header.length + 411}: truncated: expected NaN bytes (data of 0 x Infinity), found 0`,
    ],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, () =>
      expect(inputErrorOf(() => readNpy(bytes, 'a.npy'))).to.equal(`a.npy: ${message}`));
  }

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    fc.assert(
      fc.property(mutated(file), (bytes) => expectOnlyInputErrors(() => readNpy(bytes, 'a.npy'))),
      { numRuns: 1000 },
    );
  });
});
