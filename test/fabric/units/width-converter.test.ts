import { expect } from 'chai';
import fc from 'fast-check';
import type { Block } from '../../../sim/core/index.js';
import { widthConverter } from '../../../sim/fabric/units/width-converter.js';
import { accessesOf, pushWords } from '../../helpers/unit-words.js';

/** A converter from stream `s<place>` to the next. */
function converter(
  inputBits: number,
  outputBits: number,
  wordsPerFrame: number,
  { frames = 1, place = 0 } = {},
): Block {
  const [name, input, output] = [`dwc${place}`, `s${place}`, `s${place + 1}`];
  return widthConverter({ name, input, output, inputBits, outputBits, wordsPerFrame, frames, depthCycles: 1 });
}

describe('a width converter', () => {
  it('down takes an iteration for each output word, and the first of each group reads', () => {
    expect(accessesOf(converter(32, 8, 2, { frames: 5 }))).to.deep.equal({
      rounds: 10,
      iterationsPerRound: 4,
      reads: [0],
      writes: [0, 1, 2, 3],
    });
  });

  it('up takes an iteration for each input word, and the last of each group writes', () => {
    expect(accessesOf(converter(16, 64, 8, { frames: 5 }))).to.deep.equal({
      rounds: 10,
      iterationsPerRound: 4,
      reads: [0, 1, 2, 3],
      writes: [3],
    });
  });

  it('splits a word into its least significant part first', () => {
    expect(pushWords([0x4321n, 0x8765n], [converter(16, 4, 2)])).to.deep.equal([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
  });

  it('collects words with the first as the least significant part', () => {
    expect(pushWords([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n], [converter(4, 16, 4, { frames: 2 })])).to.deep.equal([
      0x4321n,
      0x8765n,
    ]);
  });

  it('up undoes one down', () => {
    const shapes = fc
      .record({ bits: fc.integer({ min: 1, max: 9 }), ratio: fc.integer({ min: 1, max: 6 }) })
      .chain(({ bits, ratio }) =>
        fc.record({
          bits: fc.constant(bits),
          ratio: fc.constant(ratio),
          words: fc.array(fc.bigInt({ min: 0n, max: (1n << BigInt(bits * ratio)) - 1n }), {
            minLength: 1,
            maxLength: 9,
          }),
        }),
      );
    fc.assert(
      fc.property(shapes, ({ bits, ratio, words }) => {
        const down = converter(bits * ratio, bits, words.length);
        const up = converter(bits, bits * ratio, words.length * ratio, { place: 1 });
        expect(pushWords(words, [down, up])).to.deep.equal(words);
      }),
    );
  });

  it('refuses widths of which neither divides the other', () => {
    expect(() => converter(24, 16, 2)).to.throw(RangeError, 'dwc0: 24 to 16 bits');
  });
});
