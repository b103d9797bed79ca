import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { LayerParameters } from '../../../sim/nn/network.js';
import { createPackedMatrix, getCode, setCode } from '../../../sim/nn/packed-matrix.js';
import { readQcw, writeQcw } from '../../../sim/nn/parameters/qcw.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { randomParameters } from '../../helpers/random-parameters.js';

/** Two rows of ten bits with one threshold each. */
function example(): Uint8Array {
  const weights = createPackedMatrix(2, 10, 1);
  setCode(weights, 0, 0, 1);
  setCode(weights, 1, 9, 1);
  return writeQcw([{ weights, thresholds: Int32Array.of(5, -2) }]);
}

function changed(offset: number, ...bytes: number[]): Uint8Array {
  const file = example();
  file.set(bytes, offset);
  return file;
}

describe('a .qcw file', () => {
  it('has the documented bytes', () => {
    const expected = [
      [0x51, 0x43, 0x57, 0x54, 1, 0, 1, 0],
      [2, 0, 0, 0, 10, 0, 0, 0, 1, 0, 1, 0],
      [0b1, 0, 0, 0b10, 5, 0, 0xfe, 0xff],
      [0xc7, 0x41, 0x80, 0xb2],
    ];
    expect([...example()]).to.deep.equal(expected.flat());
  });

  it('is read as scripts/train writes it', () => {
    const bytes = readFileSync('networks/lfc-w1a1.qcw');
    const layers = readQcw(bytes, 'lfc-w1a1.qcw');
    expect(layers.map(({ weights }) => [weights.rows, weights.columns])).to.deep.equal([
      [1024, 832],
      [1024, 1024],
      [1024, 1024],
      [64, 1024],
    ]);
    const padding = Array.from({ length: 48 }, (_, index) => getCode(layers[0].weights, 7, 784 + index));
    expect(new Set(padding)).to.deep.equal(new Set([1]));
    expect(new Set(layers[3].thresholds.subarray(10))).to.deep.equal(new Set([32767]));
    expect(writeQcw(layers)).to.deep.equal(new Uint8Array(bytes));
  });

  it('comes back for any parameters', () => {
    const layer = fc
      .record({
        rows: fc.integer({ min: 1, max: 9 }),
        columns: fc.integer({ min: 1, max: 70 }),
        bits: fc.constantFrom(1, 2, 4, 8, 16),
        perRow: fc.nat({ max: 3 }),
      })
      .chain(({ rows, columns, bits, perRow }) => randomParameters(rows, columns, bits, perRow));
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (parameters: LayerParameters[]) => {
        expect(readQcw(writeQcw(parameters), 'x.qcw')).to.deep.equal(parameters);
      }),
    );
  });

  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['an empty one', new Uint8Array(), 'byte 0: truncated: expected 4 bytes (magic), found 0'],
    ['another magic', changed(0, 0x50, 0x4b, 3, 4), 'byte 0: found "PK\\u0003\\u0004", expected the magic QCWT'],
    ['another version', changed(4, 3), 'byte 4: found version 3, allowed: 1, 2'],
    ['an empty matrix', changed(12, 0), 'byte 8: layer 0 is 2 x 0, allowed: at least 1 x 1'],
    ['weights of an odd width', changed(16, 3), 'byte 16: layer 0 has weights of 3 bits, allowed: 1, 2, 4, 8, 16'],
    [
      'sizes beyond the file',
      changed(8, 255, 255, 255, 255, 255, 255, 255, 255),
      'byte 20: truncated: expected 2305843008676823000 bytes (layer 0, weights), found 12',
    ],
    ['bits after the last column', changed(21, 4), 'x.qcw, layer 0: row 0 has bits after its last column'],
    ['damaged weights', changed(20, 3), 'byte 28: the CRC-32 is f0a546ba, expected b28041c7: the file is damaged'],
    ['a truncated one', example().subarray(0, -1), 'byte 28: truncated: expected 4 bytes (CRC-32), found 3'],
    ['an oversized one', Uint8Array.of(...example(), 0), 'byte 32: expected the end of the file, found 1 more bytes'],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused: ${behaviour}`, () => {
      expect(inputErrorOf(() => readQcw(bytes, 'x.qcw'))).to.include(message);
    });
  }

  it('is of version 2 where a threshold needs more than 16 bits', () => {
    const parameters = [{ weights: createPackedMatrix(1, 1, 1), thresholds: Int32Array.of(-32769, 2 ** 31 - 1) }];
    const bytes = writeQcw(parameters);
    expect(bytes[4]).to.equal(2);
    expect(readQcw(bytes, 'x.qcw')).to.deep.equal(parameters);
  });

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    fc.assert(
      fc.property(mutated(example()), (bytes) => expectOnlyInputErrors(() => readQcw(bytes, 'x.qcw'))),
      { numRuns: 2000 },
    );
  });
});
