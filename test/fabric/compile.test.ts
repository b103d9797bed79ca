import { expect } from 'chai';
import { lengthCycles, wordsThrough } from '../../sim/core/index.js';
import { compile } from '../../sim/fabric/index.js';
import type { Folding } from '../../sim/nn/folding.js';
import type { Network } from '../../sim/nn/network.js';
import { designOf, publishedProgram } from '../helpers/fabric-design.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { smallNetwork } from '../helpers/small-network.js';

/** Name, width and depth of each stream. */
function streamsOf(network: Network, foldings: readonly Folding[], fifos?: Readonly<Record<string, number>>) {
  const { pipeline } = compile({ ...designOf(network, foldings, fifos), images: 1 });
  return pipeline.streams.map(({ name, bits, depth }): [string, number, number] => [name, bits, depth]);
}

describe('compile', () => {
  for (const [name, lane] of [
    ['lfc-w1a1', 1],
    ['lfc-w1a2', 2],
  ] as const) {
    // facts/bnn-pynq.md section 4
    it(`lays ${name} out as BNN-PYNQ does`, () => {
      const { pipeline, placements } = publishedProgram(name, 3);
      expect(
        pipeline.blocks.map(({ name, unit, inputs, outputs }) => [name, unit, ...inputs, '->', ...outputs]),
      ).to.deep.equal([
        ['memReader', 'memoryReader', '->', 'memIn'],
        ['L0', 'mvtu', 'memIn', '->', 'inter0'],
        ['L1', 'mvtu', 'inter0', '->', 'inter1'],
        ['L2', 'mvtu', 'inter1', '->', 'inter2'],
        ['L3.in.dwc', 'widthConverter', 'inter2', '->', 'L3.in'],
        ['L3', 'mvtu', 'L3.in', '->', 'L3.out'],
        ['memOut.dwc', 'widthConverter', 'L3.out', '->', 'memOut'],
        ['memWriter', 'memoryWriter', 'memOut', '->'],
      ]);
      expect(pipeline.streams).to.deep.equal([
        { name: 'memIn', bits: 64, depth: 1024 },
        { name: 'inter0', bits: 32 * lane, depth: 16 },
        { name: 'inter1', bits: 64 * lane, depth: 8 },
        { name: 'inter2', bits: 32 * lane, depth: 16 },
        { name: 'L3.in', bits: 8 * lane, depth: 2 },
        { name: 'L3.out', bits: 16, depth: 2 },
        { name: 'memOut', bits: 64, depth: 1024 },
      ]);
      expect(placements.map(({ idealCycles }) => idealCycles)).to.deep.equal([416, 512, 512, 512]);
      expect(placements.map(({ inputBytes, outputBytes }) => [inputBytes, outputBytes])).to.deep.equal([
        [104, 128 * lane],
        [128 * lane, 128 * lane],
        [128 * lane, 128 * lane],
        [128 * lane, 8],
      ]);
    });
  }

  it('gives units the depths of the block library', () => {
    const { blocks } = publishedProgram('lfc-w1a1', 1).pipeline;
    const depths = Object.fromEntries(blocks.map(({ unit, loops }) => [unit, loops[0].depthCycles]));
    expect(depths).to.deep.equal({ memoryReader: 1, mvtu: 6, widthConverter: 1, memoryWriter: 1 });
    expect(lengthCycles(blocks[1].loops[0])).to.equal(416 + 6);
  });

  it('converts over the least common multiple where neither width divides the other', () => {
    // 3 lanes of 2 bits to 4 lanes of 2 bits, and 12 bits to 64.
    const network = smallNetwork([64, 12, 192]);
    const foldings = [
      { pe: 3, simd: 64 },
      { pe: 12, simd: 4 },
    ];
    expect(streamsOf(network, foldings, { inter0: 5, 'L1.in.wide': 7 })).to.deep.equal([
      ['memIn', 64, 1024],
      ['inter0', 6, 5],
      ['L1.in.wide', 24, 7],
      ['L1.in', 8, 2],
      ['L1.out', 12, 2],
      ['memOut.wide', 192, 2],
      ['memOut', 64, 1024],
    ]);
    const { blocks } = compile({ ...designOf(network, foldings), images: 1 }).pipeline;
    const converters = blocks.filter(({ unit }) => unit === 'widthConverter');
    expect(converters.map((dwc) => [wordsThrough(dwc, 'reads', 0), wordsThrough(dwc, 'writes', 0)])).to.deep.equal([
      [4, 1],
      [1, 3],
      [16, 1],
      [1, 3],
    ]);
  });

  it('leaves converters out where widths agree, also before the memory writer', () => {
    expect(streamsOf(smallNetwork([64, 64]), [{ pe: 64, simd: 64 }])).to.deep.equal([
      ['memIn', 64, 1024],
      ['memOut', 64, 1024],
    ]);
  });

  it('makes no stream shallower than two words', () => {
    expect(streamsOf(smallNetwork([64, 64]), [{ pe: 64, simd: 64 }], { memIn: 1, memOut: 3 })).to.deep.equal([
      ['memIn', 64, 2],
      ['memOut', 64, 3],
    ]);
  });

  const whole = { pe: 8, simd: 8 };
  const small = smallNetwork([64, 8, 64]);
  const crossed: Network = { ...small, layers: [small.layers[0], { ...small.layers[1], inputs: ['input'] }] };
  const refused: [what: string, act: () => unknown, message: string][] = [
    [
      'PE that does not divide the rows, with the nearest divisors',
      () => streamsOf(smallNetwork([64, 64]), [{ pe: 17, simd: 8 }]),
      'L0: PE=17 does not divide MH=64; try 16 or 32',
    ],
    [
      'SIMD that does not divide the columns, with the nearest divisors',
      () => streamsOf(small, [whole, { pe: 8, simd: 3 }]),
      'L1: SIMD=3 does not divide MW=8; try 2 or 4',
    ],
    ['a layer without a folding', () => streamsOf(small, [whole]), 'no folding of layer L1'],
    [
      'the folding of an unknown layer, with the nearest',
      () => streamsOf(small, [whole, whole, whole]),
      'no layer L2 in small, allowed: L0, L1 (did you mean L0?)',
    ],
    [
      'an unknown stream, with the nearest',
      () => streamsOf(small, [whole, whole], { intr0: 4 }),
      'no FIFO intr0 in this pipeline, allowed: memIn, L0.in, inter0, L1.out, memOut (did you mean inter0?)',
    ],
    [
      'an image that does not fill whole memory words',
      () => streamsOf(smallNetwork([96, 64]), [{ pe: 1, simd: 1 }]),
      'an image has 96 bits, allowed: a multiple of 64',
    ],
    [
      'a result that does not fill whole memory words',
      () => streamsOf(smallNetwork([64, 10]), [{ pe: 1, simd: 1 }]),
      'a result has 10 bits, allowed: a multiple of 64',
    ],
    [
      'a network that is no chain',
      () => streamsOf(crossed, [whole, whole]),
      'L1 reads input; a pipeline is a chain, so it can read L0',
    ],
  ];
  for (const [what, act, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(inputErrorOf(act)).to.equal(message);
    });
  }
});
