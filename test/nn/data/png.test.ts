import { expect } from 'chai';
import fc from 'fast-check';
import { isPng, readPng } from '../../../sim/nn/data/png.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { pngChunk, pngOf } from '../../helpers/png-of.js';

const colours = pngOf({ width: 2, height: 2, lines: [0, 1, 2, 3, 4, 5, 6, 2, 1, 1, 1, 0, 0, 0] });
const palette = pngChunk('PLTE', [10, 20, 30, 40, 50, 60, 70, 80, 90]);

describe('a PNG file', () => {
  it('of colours is read as it is', () => {
    expect(isPng(colours)).to.equal(true);
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 2, 3, 4, 4, 5, 6);
    expect(readPng(colours, 'a.png')).to.deep.equal({ width: 2, height: 2, data });
  });

  const kinds: [what: string, bytes: Uint8Array, pixels: number[]][] = [
    ['greys', pngOf({ width: 2, height: 1, colourType: 0, lines: [0, 7, 9] }), [7, 7, 7, 9, 9, 9]],
    [
      'greys of two bits, stretched',
      pngOf({ width: 4, height: 1, colourType: 0, depth: 2, lines: [0, 0b00_01_10_11] }),
      [0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255],
    ],
    [
      'bits, each line from a new byte',
      pngOf({ width: 1, height: 2, colourType: 0, depth: 1, lines: [0, 0x80, 0, 0x7f] }),
      [255, 255, 255, 0, 0, 0],
    ],
    ['greys and alpha, dropped', pngOf({ width: 1, height: 1, colourType: 4, lines: [0, 7, 99] }), [7, 7, 7]],
    ['colours and alpha, dropped', pngOf({ width: 1, height: 1, colourType: 6, lines: [0, 7, 8, 9, 0] }), [7, 8, 9]],
    [
      '16-bit colours, of which the upper 8 bits count',
      pngOf({ width: 1, height: 1, depth: 16, lines: [0, 1, 255, 2, 255, 3, 0] }),
      [1, 2, 3],
    ],
    [
      'a palette',
      pngOf({ width: 3, height: 1, colourType: 3, depth: 4, chunks: [palette], lines: [0, 0x20, 0x10] }),
      [70, 80, 90, 10, 20, 30, 40, 50, 60],
    ],
    [
      'a palette with transparent colours, which are colours',
      pngOf({ width: 1, height: 1, colourType: 3, chunks: [palette, pngChunk('tRNS', [0, 0])], lines: [0, 1] }),
      [40, 50, 60],
    ],
    [
      'colours with a palette to choose from',
      pngOf({ width: 1, height: 1, chunks: [palette], lines: [0, 1, 2, 3] }),
      [1, 2, 3],
    ],
    [
      'interlaced lines',
      pngOf({ width: 2, height: 2, colourType: 0, interlace: 1, lines: [0, 1, 0, 2, 0, 3, 4] }),
      [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4],
    ],
    [
      'chunks that do not matter, whatever they hold',
      pngOf({ width: 1, height: 1, chunks: [pngChunk('tEXt', []), pngChunk('iCCP', [1, 2])], lines: [0, 1, 2, 3] }),
      [1, 2, 3],
    ],
  ];
  for (const [what, bytes, pixels] of kinds) {
    it(`may have ${what}`, () => expect([...readPng(bytes, 'a.png').data]).to.deep.equal(pixels));
  }

  const bomb = pngOf({ width: 2, height: 2, lines: Array(100_000).fill(0) });
  const headerLast = Uint8Array.from([...colours.subarray(0, 8), ...pngChunk('IEND', [])]);
  const twice = pngOf({ width: 1, height: 1, chunks: [colours.subarray(8, 33)], lines: [0, 1, 2, 3] });
  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['no header', headerLast, 'byte 8: found IEND of 0 bytes, expected IHDR of 13'],
    ['two headers', twice, 'byte 33: a second header'],
    ['half a chunk', colours.subarray(0, 50), 'byte 41: truncated: expected 22 bytes (IDAT), found 9'],
    ['no end', colours.subarray(0, -12), 'byte 67: truncated: expected 4 bytes (length of a chunk), found 0'],
    [
      'no pixels',
      pngOf({ width: 0, height: 2, lines: [] }),
      'a picture of 0 x 2 pixels, allowed: 1 to 67108864 pixels',
    ],
    [
      'absurd sizes',
      pngOf({ width: 100_000, height: 1000, lines: [] }),
      'a picture of 100000 x 1000 pixels, allowed: 1 to 67108864 pixels',
    ],
    [
      'another kind of pixels',
      pngOf({ width: 1, height: 1, colourType: 2, depth: 4, lines: [] }),
      'byte 8: found 4-bit samples of colour type 2, which PNG does not have',
    ],
    [
      'interlaced bits',
      pngOf({ width: 1, height: 1, colourType: 0, depth: 1, interlace: 1, lines: [0, 0] }),
      'byte 8: interlaced with samples below 8 bits, which is not read',
    ],
    ['data that inflate to more', bomb, 'damaged PNG data: more than the picture needs'],
    ['too little data', pngOf({ width: 9, height: 9, lines: [0] }), 'damaged PNG data: 1 bytes, expected 252'],
    ['data that are not compressed', colours.with(41, 0), 'damaged PNG data: incorrect header check'],
    ['a wrong checksum', colours.with(29, 0), 'damaged PNG data: CRC mismatch for chunk IHDR. Expected'],
    [
      'an unknown filter',
      pngOf({ width: 1, height: 1, lines: [9, 1, 2, 3] }),
      'damaged PNG data: Unsupported filter: 9',
    ],
    [
      'a colour beyond the palette',
      pngOf({ width: 1, height: 1, colourType: 3, chunks: [palette], lines: [0, 3] }),
      'damaged PNG data: no colour 3 in the palette',
    ],
    [
      'no palette',
      pngOf({ width: 1, height: 1, colourType: 3, lines: [0, 0] }),
      'damaged PNG data: no colour 0 in the palette',
    ],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, () =>
      expect(inputErrorOf(() => readPng(bytes, 'a.png'))).to.include(`a.png: ${message}`));
  }

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    const files = fc.constantFrom(colours, ...kinds.map(([, bytes]) => bytes)).chain(mutated);
    fc.assert(
      fc.property(files, (bytes) => expectOnlyInputErrors(() => readPng(bytes, 'a.png'))),
      { numRuns: 1000 },
    );
  });

  it('makes the reader throw nothing but InputError, whatever its header and data say', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const small = fc.integer({ min: 0, max: 20 });
    const fields = fc.record({
      width: small,
      height: small,
      depth: fc.constantFrom(1, 2, 4, 8, 16),
      colourType: fc.constantFrom(0, 2, 3, 4, 6),
      interlace: fc.integer({ min: 0, max: 2 }),
      chunks: fc.constantFrom([], [palette]),
      lines: fc.array(byte, { maxLength: 600 }),
    });
    fc.assert(
      fc.property(fields, (field) => expectOnlyInputErrors(() => readPng(pngOf(field), 'a.png'))),
      { numRuns: 1000 },
    );
  });
});
