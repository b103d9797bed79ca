import { expect } from 'chai';
import fc from 'fast-check';
import { valueRange } from '../../../../sim/nn/data-type.js';
import { fixPosition } from '../../../../sim/nn/fix-position.js';
import { elements, isIntegerMatrixLayer, type Network } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { POWER_OF_TWO } from '../../../../sim/nn/quantize/integers/power-of-two.js';
import { SYMMETRIC } from '../../../../sim/nn/quantize/integers/symmetric.js';
import { type IntegerNetworkFiles, toIntegers } from '../../../../sim/nn/quantize/integers/to-integers.js';
import { signalToNoise } from '../../../../sim/nn/quantize/noise.js';
import { runFloatReference } from '../../../../sim/nn/reference/float/network.js';
import { runReference } from '../../../../sim/nn/reference/network.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { withRandomFloats } from '../../../helpers/random-floats.js';
import { randomFrom, randomPixels } from '../../../helpers/random-layer.js';

const EIGHT = { weights: 8, inputs: 8, activations: 8 };
const NETWORK = parseNetwork(
  `
schema: qcycle.network/1
name: residual
input: { shape: [6, 6, 3], type: { bits: 32, encoding: float }, normalization: { mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3] } }
output: { rule: largestReal, classes: 5 }
layers:
  - { name: C0, op: floatConvolution, outputChannels: 8, kernel: 3, padding: 1, biased: false }
  - { name: N0, op: floatBatchNorm }
  - { name: R0, op: floatRelu }
  - { name: D1, op: floatConvolution, outputChannels: 8, kernel: 3, padding: 1, groups: 8 }
  - { name: R1, op: floatClamp, range: [0, 6] }
  - { name: A2, op: floatAdd, inputs: [R0, R1] }
  - { name: R2, op: floatRelu }
  - { name: P3, op: floatMaxPool, kernel: 2 }
  - { name: C4, op: floatConvolution, inputs: [R2], outputChannels: 4, kernel: 2, stride: 2 }
  - { name: K5, op: floatConcat, inputs: [P3, C4], axis: 2 }
  - { name: M6, op: floatMean, flat: true }
  - { name: F7, op: floatFullyConnected, outputFeatures: 5 }`,
  'residual.yaml',
).network;
const IMAGES = 4;
const SIZE = elements(NETWORK.input.shape);

/** A network with random parameters as integers, and both its last layers' numbers for its calibration set. */
function converted(seed: number, scheme: typeof SYMMETRIC, bits = EIGHT) {
  const random = randomFrom(seed);
  const network = withRandomFloats(random, NETWORK);
  const pixels = randomPixels(random, IMAGES * SIZE);
  const files = toIntegers(network, scheme, bits, { pixels, images: IMAGES }, 'residual-integers');
  const image = (index: number) => pixels.subarray(index * SIZE, (index + 1) * SIZE);
  const { outputType } = files.network.layers[files.network.layers.length - 1];
  const all = (numbersOf: (pixels: Uint8Array) => ArrayLike<number>) =>
    Array.from({ length: IMAGES }, (_, index) => Array.from(numbersOf(image(index)))).flat();
  return {
    files,
    noise: signalToNoise(
      all((pixels) => runFloatReference(network, pixels).get('F7')!),
      all((pixels) =>
        runReference(files.network, pixels)
          .get('F7')!
          .map((value) => value),
      ).map((value) => value * outputType.scale),
    ),
  };
}

function matricesOf({ network }: IntegerNetworkFiles) {
  return network.layers.filter(isIntegerMatrixLayer);
}

describe('a network of integers of one of real numbers', () => {
  for (const scheme of [SYMMETRIC, POWER_OF_TWO]) {
    it(`has its layers, folded, with ${scheme.name} types, and reads its own file`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1 }), (seed) => {
          const { files } = converted(seed, scheme);
          expect(files.network.layers.map(({ name }) => name)).to.deep.equal([
            'C0',
            'D1',
            'A2',
            'P3',
            'C4',
            'K5',
            'M6',
            'F7',
          ]);
          const { network: bare } = parseNetwork(files.yaml, 'x.yaml');
          const withoutParameters = ({ layers }: Network) =>
            layers.map((layer) => ({ ...layer, parameters: undefined }));
          expect(withoutParameters(bare)).to.deep.equal(withoutParameters(files.network));
          for (const { outputType } of files.network.layers) {
            expect(valueRange(outputType).min).to.be.at.most(0);
            if (scheme === POWER_OF_TWO) expect(fixPosition(outputType.scale)).not.to.equal(undefined);
          }
        }),
        { numRuns: 25 },
      );
    });

    it(`gives nearly the same numbers with ${scheme.name} types of 8 bits`, () => {
      const noises = Array.from({ length: 20 }, (_, seed) => converted(seed + 1, scheme).noise).sort((a, b) => a - b);
      expect(noises[10]).to.be.greaterThan(scheme === SYMMETRIC ? 30 : 20);
    });

    it(`is noisier with ${scheme.name} types of fewer bits`, () => {
      const median = (bits: number) => {
        const all = { weights: bits, inputs: bits, activations: bits };
        return Array.from({ length: 9 }, (_, seed) => converted(seed + 1, scheme, all).noise).sort((a, b) => a - b)[4];
      };
      const [two, four, six] = [2, 4, 6].map(median);
      expect(two).to.be.lessThan(four);
      expect(four).to.be.lessThan(six);
    });
  }

  it('has the largest weight of every output that is heard at the end of the range where it is symmetric', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 2, max: 8 }), (seed, weights) => {
        for (const { parameters, mw, mh } of matricesOf(converted(seed, SYMMETRIC, { ...EIGHT, weights }).files)) {
          for (let row = 0; row < mh; row++) {
            const largest = Math.max(...parameters!.weights.subarray(row * mw, (row + 1) * mw).map(Math.abs));
            expect(largest).to.be.oneOf([0, 2 ** (weights - 1) - 1]);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('bounds codes by its activations', () => {
    const { network } = converted(3, POWER_OF_TWO).files;
    const clamps = network.layers.map((layer) => ('clamp' in layer ? layer.clamp : undefined));
    expect(clamps.slice(0, 3)).to.deep.equal([
      [0, 127],
      [0, 127],
      [0, 127],
    ]);
    const symmetric = converted(3, SYMMETRIC).files.network;
    // the sum shares its type with what is concatenated, which can be negative
    expect(symmetric.layers.slice(0, 3).map(({ outputType }) => outputType.encoding)).to.deep.equal([
      'unsigned',
      'unsigned',
      'signed',
    ]);
  });

  it('reads pixels that are normalised as before', () => {
    const { network } = converted(1, SYMMETRIC).files;
    expect(network.input.pixels).to.deep.include({ rule: 'range', from: 0, to: 1 });
    expect(network.input.pixels).to.have.property('normalization');
  });

  it('is none of a network that averages other zeros than its machines', () => {
    const text = `
schema: qcycle.network/1
name: pool
input: { shape: [4, 4, 1], type: { bits: 32, encoding: float } }
layers:
  - { name: P, op: floatAveragePool, kernel: 2, padding: 1, countsPadding: true }`;
    const { network } = parseNetwork(text, 'pool.yaml');
    const calibration = { pixels: new Uint8Array(16), images: 1 };
    expect(inputErrorOf(() => toIntegers(network, SYMMETRIC, EIGHT, calibration, 'x'))).to.equal(
      'layer P: symmetric averages no zeros around a map',
    );
  });
});
