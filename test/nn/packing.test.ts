import { expect } from 'chai';
import fc from 'fast-check';
import { createPackedMatrix, getCode, type PackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';
import { packRows, packWords, unpackRows, unpackWords, type WordLayout } from '../../sim/nn/packing.js';
import { inputErrorOf } from '../helpers/input-error.js';

const threeNibbles = { wordBytes: 2, lanes: 3, laneBits: 4 };

const layouts: fc.Arbitrary<WordLayout> = fc
  .record({
    wordBytes: fc.constantFrom(1, 2, 4, 8, 16),
    laneBits: fc.integer({ min: 1, max: 16 }),
    fill: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .filter(({ wordBytes, laneBits }) => laneBits <= wordBytes * 8)
  .chain(({ wordBytes, laneBits, fill }) =>
    fc.record({
      wordBytes: fc.constant(wordBytes),
      laneBits: fc.constant(laneBits),
      lanes: fc.constant(Math.max(1, Math.floor((fill * wordBytes * 8) / laneBits))),
      byteOrder: fc.constantFrom('little', 'big'),
      laneOrder: fc.constantFrom('lsbFirst', 'msbFirst'),
    }),
  );

describe('words of codes', () => {
  const orders: [WordLayout['byteOrder'], WordLayout['laneOrder'], number[]][] = [
    ['big', 'msbFirst', [0x01, 0x23]],
    ['big', 'lsbFirst', [0x03, 0x21]],
    ['little', 'msbFirst', [0x23, 0x01]],
    ['little', 'lsbFirst', [0x21, 0x03]],
  ];
  for (const [byteOrder, laneOrder, bytes] of orders) {
    it(`lie ${laneOrder} in ${byteOrder}-endian words`, () => {
      const layout = { ...threeNibbles, byteOrder, laneOrder };
      const file = Uint8Array.from(bytes);
      expect(unpackWords(file, layout, 'x.bin')).to.deep.equal(Uint16Array.of(1, 2, 3));
      expect(packWords(Uint16Array.of(1, 2, 3), layout)).to.deep.equal(file);
      expect(file).to.deep.equal(Uint8Array.from(bytes), 'the input is left as it was');
    });
  }

  it('come back from any layout', () => {
    const packed = layouts.chain((layout) =>
      fc.record({
        layout: fc.constant(layout),
        codes: fc
          .array(fc.integer({ min: 0, max: 2 ** layout.laneBits - 1 }), { maxLength: 200 })
          .map((codes) => Uint16Array.from(codes.slice(0, codes.length - (codes.length % layout.lanes)))),
      }),
    );
    fc.assert(
      fc.property(packed, ({ layout, codes }) => {
        expect(unpackWords(packWords(codes, layout), layout, 'x.bin')).to.deep.equal(codes);
      }),
    );
  });

  it('are refused where a word has bits above them', () => {
    const layout: WordLayout = { ...threeNibbles, byteOrder: 'little', laneOrder: 'lsbFirst' };
    const message = inputErrorOf(() => unpackWords(Uint8Array.of(0, 0, 0, 0x10), layout, 'x.bin'));
    expect(message).to.equal('x.bin: word 1 has bits above its 3 codes of 4 bits');
  });
});

function randomMatrix(): fc.Arbitrary<PackedMatrix> {
  const size = fc.record({
    rows: fc.integer({ min: 1, max: 5 }),
    columns: fc.integer({ min: 1, max: 70 }),
    bits: fc.constantFrom(1, 2, 4, 8, 16),
    seed: fc.integer(),
  });
  return size.map(({ rows, columns, bits, seed }) => {
    const matrix = createPackedMatrix(rows, columns, bits);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        setCode(matrix, row, column, Math.imul(seed ^ row, column + 1) >>> 7);
    }
    return matrix;
  });
}

describe('rows of codes', () => {
  it('hold lane 0 in the lowest bits of their first byte', () => {
    const matrix = unpackRows(Uint8Array.of(0b0000_0001, 0b10, 0b1000_0000, 0b01), 2, 10, 1, 'x.bin');
    const ones = [0, 1].map((row) => Array.from({ length: 10 }, (_, column) => getCode(matrix, row, column)));
    expect(ones).to.deep.equal([
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 0, 1, 1, 0],
    ]);
  });

  it('come back for any shape', () => {
    fc.assert(
      fc.property(randomMatrix(), (matrix) => {
        const { rows, columns, bits } = matrix;
        expect(unpackRows(packRows(matrix), rows, columns, bits, 'x.bin')).to.deep.equal(matrix);
      }),
    );
  });

  it('are refused where they have bits after their last column', () => {
    const message = inputErrorOf(() => unpackRows(Uint8Array.of(0, 0, 0, 0b100), 2, 10, 1, 'x.bin'));
    expect(message).to.equal('x.bin: row 1 has bits after its last column');
  });
});
