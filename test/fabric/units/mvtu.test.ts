import { expect } from 'chai';
import fc from 'fast-check';
import type { Word } from '../../../sim/core/index.js';
import { mvtu, neuronFold, synapseFold } from '../../../sim/fabric/units/mvtu.js';
import { BIPOLAR, BIT, decodeValue, encodeValue, TERNARY } from '../../../sim/nn/data-type.js';
import type { Folding } from '../../../sim/nn/folding.js';
import type { FullyConnectedLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../../sim/nn/packed-matrix.js';
import { fullyConnected } from '../../../sim/nn/reference/fully-connected.js';
import { divisors } from '../../helpers/divisors.js';
import { randomFrom, randomLayer } from '../../helpers/random-network.js';

const layer: FullyConnectedLayer = {
  name: 'L0',
  op: 'fullyConnected',
  inputs: ['input'],
  inputFeatures: 4,
  outputFeatures: 6,
  inputType: BIPOLAR,
  weightType: BIPOLAR,
  outputType: BIT,
  accumulate: 'matches',
};

function blockOf(of: FullyConnectedLayer, folding: Folding) {
  return mvtu({ layer: of, folding, input: 'in', output: 'out', images: 3, depthCycles: 6 });
}

/** The words that the unit gives for the words of each image, one image after the other. */
function push(of: FullyConnectedLayer, folding: Folding, images: readonly (readonly Word[])[]): Word[][] {
  const block = blockOf(of, folding);
  const body = block.createBody!();
  const [{ iterationsPerRound, reads, writes }] = block.loops;
  return images.map((words) => {
    const left = [...words];
    const results: Word[] = [];
    for (let iteration = 0; iteration < iterationsPerRound; iteration++) {
      const [result] = body.iterate(0, iteration, reads[0].includes(iteration) ? [left.shift()!] : []);
      if (writes[0].includes(iteration)) results.push(result);
    }
    return results;
  });
}

/** Codes on lanes, lane 0 lowest, `lanes` to a word. */
function pack(codes: readonly number[], lanes: number, bits: number): Word[] {
  const words: Word[] = Array(codes.length / lanes).fill(0n);
  codes.forEach((code, index) => {
    words[Math.floor(index / lanes)] |= BigInt(code) << BigInt((index % lanes) * bits);
  });
  return words;
}

describe('a matrix-vector-threshold unit', () => {
  it('reads the vector in the first neuron fold and writes at the end of each', () => {
    const [{ rounds, iterationsPerRound, initiationInterval, depthCycles, selfFlushing, reads, writes }] = blockOf(
      layer,
      { pe: 2, simd: 1 },
    ).loops;
    expect({ rounds, iterationsPerRound, initiationInterval, depthCycles, selfFlushing }).to.deep.equal({
      rounds: 3,
      iterationsPerRound: 12,
      initiationInterval: 1,
      depthCycles: 6,
      selfFlushing: false,
    });
    expect(reads.map((port) => [...port])).to.deep.equal([[0, 1, 2, 3]]);
    expect(writes.map((port) => [...port])).to.deep.equal([[3, 7, 11]]);
  });

  it('folds rows onto PE and columns onto SIMD lanes', () => {
    expect(neuronFold(layer, { pe: 2, simd: 4 })).to.equal(3);
    expect(synapseFold(layer, { pe: 2, simd: 4 })).to.equal(1);
  });

  it('counts the bits that match on each row and compares strictly', () => {
    // Rows of weights, column 0 to the right. The vector 0b0110 matches in 4, 3, 2, 1, 0 and 2 columns.
    const rows = [0b0110, 0b0111, 0b0011, 0b1011, 0b1001, 0b1100];
    const weights = createPackedMatrix(6, 4, 1);
    rows.forEach((row, index) => {
      for (let column = 0; column < 4; column++) setCode(weights, index, column, (row >> column) & 1);
    });
    const complete = { ...layer, parameters: { weights, thresholds: Int32Array.of(3, 3, 1, 1, -1, 2) } };
    expect(push(complete, { pe: 2, simd: 2 }, [[0b10n, 0b01n]])).to.deep.equal([[0b01n, 0b01n, 0b01n]]);
    expect(push(complete, { pe: 6, simd: 4 }, [[0b0110n]])).to.deep.equal([[0b010101n]]);
  });

  it('has no body without weights', () => {
    expect(blockOf(layer, { pe: 1, simd: 1 }).createBody).to.equal(undefined);
  });

  it('gives the words of the reference for every folding, image after image', () => {
    const features = fc.constantFrom(1, 4, 6, 12);
    const folded = fc
      .record({
        inputFeatures: features,
        outputFeatures: features,
        inputType: fc.constantFrom(BIPOLAR, TERNARY),
        weightType: fc.constantFrom(BIPOLAR, TERNARY),
        outputType: fc.constantFrom(BIPOLAR, TERNARY, BIT),
        matches: fc.boolean(),
        seed: fc.integer(),
      })
      .chain(({ matches, ...shape }) =>
        fc.record({
          shape: fc.constant({
            ...shape,
            accumulate: matches && shape.inputType === BIPOLAR && shape.weightType === BIPOLAR ? 'matches' : 'sum',
          } as const),
          pe: fc.constantFrom(...divisors(shape.outputFeatures)),
          simd: fc.constantFrom(...divisors(shape.inputFeatures)),
        }),
      );
    fc.assert(
      fc.property(folded, ({ shape: { seed, ...shape }, pe, simd }) => {
        const random = randomFrom(seed);
        const complete = randomLayer(random, { ...layer, ...shape });
        const { inputFeatures, inputType, outputType } = complete;
        const codes = [0, 1].map(() => Array.from({ length: inputFeatures }, () => random(2 ** inputType.bits)));
        const pushed = push(
          complete,
          { pe, simd },
          codes.map((image) => pack(image, simd, inputType.bits)),
        );
        const expected = codes.map((image) => {
          const values = fullyConnected(
            complete,
            Int32Array.from(image, (code) => decodeValue(inputType, code)),
          );
          return pack(
            Array.from(values, (value) => encodeValue(outputType, value)),
            pe,
            outputType.bits,
          );
        });
        expect(pushed).to.deep.equal(expected);
      }),
    );
  });
});
