import { expect } from 'chai';
import fc from 'fast-check';
import { type Block, tick, type Word, wordsThrough } from '../../../sim/core/index.js';
import { widthConverter } from '../../../sim/fabric/units/width-converter.js';
import { pipeline, wordSink, wordSource } from '../../helpers/hand-made.js';

/** A converter from stream `s<place>` to the next. */
function converter(
  inputBits: number,
  outputBits: number,
  wordsPerImage: number,
  { images = 1, place = 0 } = {},
): Block {
  const [input, output] = [`s${place}`, `s${place + 1}`];
  return widthConverter({ name: 'dwc', input, output, inputBits, outputBits, wordsPerImage, images, depthCycles: 1 });
}

function accessesOf({ loops: [{ rounds, iterationsPerRound, reads, writes }] }: Block) {
  return { rounds, iterationsPerRound, reads: [...reads[0]], writes: [...writes[0]] };
}

/** What comes out of converters that stand one behind the other. */
function push(words: readonly Word[], converters: readonly Block[]): Word[] {
  const results: Word[] = [];
  const last = converters[converters.length - 1];
  const blocks = [
    wordSource('s0', words),
    ...converters.map((block, place) => ({ ...block, name: `${block.name}${place}` })),
    wordSink(last.outputs[0], wordsThrough(last, 'writes', 0), results),
  ];
  const depths = Object.fromEntries(blocks.flatMap(({ inputs }) => inputs).map((name) => [name, 2]));
  expect(tick(pipeline(1, depths, blocks), { words: true }).deadlock).to.equal(null);
  return results;
}

describe('a width converter', () => {
  it('down reads the first of each group of iterations and writes in each', () => {
    expect(accessesOf(converter(32, 8, 2, { images: 5 }))).to.deep.equal({
      rounds: 5,
      iterationsPerRound: 8,
      reads: [0, 4],
      writes: [0, 1, 2, 3, 4, 5, 6, 7],
    });
  });

  it('up reads in each iteration and writes the last of each group', () => {
    expect(accessesOf(converter(16, 64, 8, { images: 5 }))).to.deep.equal({
      rounds: 5,
      iterationsPerRound: 8,
      reads: [0, 1, 2, 3, 4, 5, 6, 7],
      writes: [3, 7],
    });
  });

  it('splits a word into its least significant part first', () => {
    expect(push([0x4321n, 0x8765n], [converter(16, 4, 2)])).to.deep.equal([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
  });

  it('collects words with the first as the least significant part', () => {
    expect(push([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n], [converter(4, 16, 4, { images: 2 })])).to.deep.equal([
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
        expect(push(words, [down, up])).to.deep.equal(words);
      }),
    );
  });

  it('refuses widths of which neither divides the other', () => {
    expect(() => converter(24, 16, 2)).to.throw(RangeError, 'dwc: 24 to 16 bits');
  });
});
