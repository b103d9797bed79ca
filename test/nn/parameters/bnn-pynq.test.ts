import { expect } from 'chai';
import fc from 'fast-check';
import { TERNARY } from '../../../sim/nn/data-type.js';
import type { Folding } from '../../../sim/nn/folding.js';
import { isMatrixLayer, type LayerParameters, type Network } from '../../../sim/nn/network.js';
import { createPackedMatrix, getCode } from '../../../sim/nn/packed-matrix.js';
import { exportBnnPynq, importBnnPynq } from '../../../sim/nn/parameters/bnn-pynq.js';
import { withParameters } from '../../../sim/nn/with-parameters.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';
import { mutated } from '../../helpers/mutated.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';
import { randomParameters } from '../../helpers/random-parameters.js';
import { smallNetwork } from '../../helpers/small-network.js';

const network = smallNetwork([6, 4]);
const foldings: readonly Folding[] = [{ pe: 2, simd: 3 }];

/** Two processing elements of two rows each, six columns in two words of three bits. */
function example(): Map<string, Uint8Array> {
  const words = (...values: number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return new Map([
    ['set/0-0-weights.bin', words(0b001, 0b100, 0b000, 0b010)],
    ['set/0-0-thres.bin', words(10, 12)],
    ['set/0-1-weights.bin', words(0b111, 0b000, 0b000, 0b111)],
    ['set/0-1-thres.bin', words(-11, 13)],
    ['set/classes.txt', new TextEncoder().encode('cat\r\ndog')],
  ]);
}

function refusal(name: string, bytes: Uint8Array | undefined): string {
  const files = example();
  if (bytes === undefined) files.delete(name);
  else files.set(name, bytes);
  return inputErrorOf(() => importBnnPynq(files, network, foldings, 'p.tar'));
}

/** A convolution with thresholds of up to 24 bits, a pool, and a layer of ternary weights that gives scores. */
function convolutionalCase(seed: number): {
  readonly network: Network;
  readonly parameters: readonly LayerParameters[];
} {
  const random = randomFrom(seed);
  const convolution = convolutionOf({ inputShape: [5, 5, 3], mh: 4, kernel: [2, 2], accumulatorShift: 1 });
  const scores = fullyConnectedOf({
    name: 'L1',
    input: 'pool0',
    inputShape: [2, 2, 4],
    mw: 16,
    mh: 6,
    weightType: TERNARY,
    accumulate: 'sum',
    outputType: { bits: 16, encoding: 'signed', narrow: false, scale: 1 },
    thresholded: false,
  });
  const layers = [
    randomLayer(random, convolution),
    maxPoolOf({ name: 'pool0', input: 'L0', inputShape: [4, 4, 4], kernel: [2, 2] }),
    randomLayer(random, scores),
  ];
  return {
    network: networkOf(layers, [5, 5, 3]),
    parameters: layers.filter(isMatrixLayer).map((layer) => layer.parameters!),
  };
}

describe('a BNN-PYNQ parameter set', () => {
  it('puts rows on processing elements and columns on lanes, lane 0 lowest', () => {
    const { parameters, classes } = importBnnPynq(example(), network, foldings, 'p.tar');
    const [{ weights, thresholds }] = parameters;
    const rows = [0, 1, 2, 3].map((row) => [0, 1, 2, 3, 4, 5].map((column) => getCode(weights, row, column)).join(''));
    expect(rows).to.deep.equal(['100001', '111000', '000010', '000111']);
    expect(thresholds).to.deep.equal(Int32Array.of(10, -11, 12, 13));
    expect(classes).to.deep.equal(['cat', 'dog']);
  });

  it('comes back for any network and folding', () => {
    const cases = fc.constantFrom('{ bits: 1, encoding: bipolar }', '{ bits: 2, encoding: signed }').chain((type) => {
      const net = smallNetwork([24, 12, 8], type);
      const folding = fc.record({ pe: fc.constantFrom(1, 2, 4), simd: fc.constantFrom(1, 2, 3, 6, 12) });
      const parameters = net.layers
        .filter(isMatrixLayer)
        .map(({ mh, mw, weightType }, index) => randomParameters(mh, mw, weightType.bits, index === 0 ? 2 : 1));
      return fc.record({
        net: fc.constant(net),
        foldings: fc.tuple(folding, folding),
        parameters: fc.tuple(...parameters),
      });
    });
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.stringMatching(/^\w+$/), { minLength: 1 }),
        ({ net, foldings, parameters }, classes) => {
          const set = { parameters, classes };
          expect(importBnnPynq(exportBnnPynq(set, net, foldings), net, foldings, 'p.tar')).to.deep.equal(set);
        },
      ),
    );
  });

  it('counts layers without pools, and has no thresholds of a layer that gives its accumulators', () => {
    const { network: convolutional, parameters } = convolutionalCase(1);
    const set = { parameters, classes: ['a'] };
    const foldings = [
      { pe: 1, simd: 3 },
      { pe: 2, simd: 4 },
    ];
    const files = exportBnnPynq(set, convolutional, foldings);
    expect([...files.keys()].sort()).to.deep.equal([
      '0-0-thres.bin',
      '0-0-weights.bin',
      '1-0-weights.bin',
      '1-1-weights.bin',
      'classes.txt',
    ]);
    expect(files.get('0-0-thres.bin')).to.have.lengthOf(4 * 8);
  });

  it('comes back for a network of convolutions, pools and scores', () => {
    const foldings = fc.tuple(
      fc.record({ pe: fc.constantFrom(1, 2, 4), simd: fc.constantFrom(1, 2, 3, 4, 6, 12) }),
      fc.record({ pe: fc.constantFrom(1, 2, 3, 6), simd: fc.constantFrom(1, 2, 4, 8, 16) }),
    );
    fc.assert(
      fc.property(fc.integer(), foldings, (seed, chosen) => {
        const { network: convolutional, parameters } = convolutionalCase(seed);
        const set = { parameters, classes: ['a'] };
        const files = exportBnnPynq(set, convolutional, chosen);
        const back = importBnnPynq(files, convolutional, chosen, 'p.tar');
        expect(back).to.deep.equal(set);
        expect(() => withParameters(convolutional, back.parameters, 'p.tar')).not.to.throw();
      }),
    );
  });

  const long = (value: bigint) => new Uint8Array(BigInt64Array.of(value, 0n).buffer);
  const cases: [behaviour: string, name: string, bytes: Uint8Array | undefined, message: string][] = [
    ['a missing file', 'set/0-1-weights.bin', undefined, 'p.tar/0-1-weights.bin: no such file in the parameter set'],
    ['missing classes', 'set/classes.txt', undefined, 'p.tar/classes.txt: no such file in the parameter set'],
    [
      'a file of another size',
      'set/0-1-weights.bin',
      new Uint8Array(24),
      'p.tar/set/0-1-weights.bin: 24 bytes, expected 32 (4 words of 8)',
    ],
    [
      'a file in two folders',
      'old/0-1-thres.bin',
      new Uint8Array(16),
      'p.tar: two files 0-1-thres.bin: set/0-1-thres.bin and old/0-1-thres.bin',
    ],
    [
      'weights beyond SIMD',
      'set/0-1-weights.bin',
      new Uint8Array(32).fill(8, 16, 17),
      'p.tar/set/0-1-weights.bin: word 2 has bits above its 3 codes of 1 bits',
    ],
    [
      'thresholds beyond 32 bits',
      'set/0-1-thres.bin',
      long(-(2n ** 31n) - 1n),
      'p.tar/set/0-1-thres.bin: word 0: the threshold -2147483649 does not fit 32 bits',
    ],
    [
      'a class without a name',
      'set/classes.txt',
      new TextEncoder().encode('cat\n\ndog'),
      'p.tar/set/classes.txt:2: found an empty line, expected the name of a class',
    ],
    [
      'no classes',
      'set/classes.txt',
      new Uint8Array(),
      'p.tar/set/classes.txt:1: found an empty line, expected the name of a class',
    ],
  ];
  for (const [behaviour, name, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, () => expect(refusal(name, bytes)).to.equal(message));
  }

  it('is refused with a folding that does not fit', () => {
    const withFoldings = (...tried: Folding[]) => inputErrorOf(() => importBnnPynq(example(), network, tried, 'p.tar'));
    expect(withFoldings({ pe: 3, simd: 3 })).to.equal('layer L0: PE=3 does not divide MH=4; try 2 or 4');
    expect(withFoldings({ pe: 2, simd: 4 })).to.equal('layer L0: SIMD=4 does not divide MW=6; try 3 or 6');
    expect(withFoldings()).to.equal('a folding of 0 layers, expected 1');
    const wide = () => importBnnPynq(example(), smallNetwork([128, 4]), [{ pe: 2, simd: 128 }], 'p.tar');
    expect(inputErrorOf(wide)).to.equal('layer L0: 128 bits of SIMD=128 do not fit a 64-bit word');
  });

  it('allocates nothing for a network that its files are too small for', () => {
    const huge = smallNetwork([2 ** 24, 2 ** 24]);
    const message = inputErrorOf(() => importBnnPynq(example(), huge, [{ pe: 1, simd: 1 }], 'p.tar'));
    expect(message).to.match(/^p.tar\/set\/0-0-weights.bin: 32 bytes, expected 2251799813685248 /);
  });

  it('makes the importer throw nothing but InputError, whatever its bytes are', () => {
    const changes = fc.constantFrom(...example()).chain(([name, bytes]) => fc.tuple(fc.constant(name), mutated(bytes)));
    fc.assert(
      fc.property(changes, ([name, bytes]) =>
        expectOnlyInputErrors(() => importBnnPynq(new Map([...example(), [name, bytes]]), network, foldings, 'p.tar')),
      ),
      { numRuns: 1000 },
    );
  });

  it('is exported with its padding bits at 0', () => {
    const set = {
      parameters: [{ weights: createPackedMatrix(4, 6, 1), thresholds: new Int32Array(4) }],
      classes: ['a'],
    };
    const files = exportBnnPynq(set, network, foldings);
    expect([...files.keys()].sort()).to.deep.equal([
      '0-0-thres.bin',
      '0-0-weights.bin',
      '0-1-thres.bin',
      '0-1-weights.bin',
      'classes.txt',
    ]);
    expect(files.get('0-1-weights.bin')).to.deep.equal(new Uint8Array(32));
  });
});
