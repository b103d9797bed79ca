import { expect } from 'chai';
import fc from 'fast-check';
import { busyCycles, type Word } from '../../../sim/core/index.js';
import { encodeLanes } from '../../../sim/fabric/units/lanes.js';
import { matrixArithmetic } from '../../../sim/fabric/units/layer-arithmetic.js';
import { type MvtuParameters, mvtu, neuronFold, synapseFold } from '../../../sim/fabric/units/mvtu.js';
import { BIPOLAR, BIT, type DataType, decodeValue, TERNARY } from '../../../sim/nn/data-type.js';
import { divisors } from '../../../sim/nn/divisors.js';
import type { Folding } from '../../../sim/nn/folding.js';
import type { FullyConnectedLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../../sim/nn/packed-matrix.js';
import { fullyConnected } from '../../../sim/nn/reference/fully-connected.js';
import { fullyConnectedOf } from '../../helpers/layers.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';
import { accessesOf, pushWords } from '../../helpers/unit-words.js';

const PIXEL: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

const matrix = { mw: 4, mh: 6 };

function unit(parameters: Partial<MvtuParameters> & Folding) {
  const place = { name: 'L0', input: 'in', output: 'out', frames: 1 };
  return mvtu({ ...place, ...matrix, vectors: 1, depthCycles: 6, ...parameters });
}

/** The words that the unit of a layer gives for the words of some vectors. */
function push(layer: FullyConnectedLayer, folding: Folding, vectors: readonly (readonly Word[])[]): Word[] {
  const { mw, mh } = layer;
  const arithmetic = () => matrixArithmetic(layer, folding);
  return pushWords(vectors.flat(), [unit({ ...folding, mw, mh, vectors: vectors.length, arithmetic })]);
}

describe('a matrix-vector-threshold unit', () => {
  it('reads a vector in its first neuron fold and writes at the end of each', () => {
    const block = unit({ pe: 2, simd: 1, frames: 3 });
    expect(accessesOf(block)).to.deep.equal({
      rounds: 3,
      iterationsPerRound: 12,
      reads: [0, 1, 2, 3],
      writes: [3, 7, 11],
    });
    const { initiationInterval, depthCycles, selfFlushing } = block.loops[0];
    expect({ initiationInterval, depthCycles, selfFlushing }).to.deep.equal({
      initiationInterval: 1,
      depthCycles: 6,
      selfFlushing: false,
    });
  });

  it('takes one vector after the other without a gap', () => {
    const { loops } = unit({ pe: 2, simd: 1, frames: 3, vectors: 25 });
    expect(busyCycles(loops[0])).to.equal(3 * 25 * 12);
  });

  it('folds rows onto PE and columns onto SIMD lanes', () => {
    expect(neuronFold({ ...matrix, pe: 2 })).to.equal(3);
    expect(synapseFold({ ...matrix, simd: 4 })).to.equal(1);
  });

  it('counts the bits that match on each row and compares strictly', () => {
    // Rows of weights, column 0 to the right. The vector 0b0110 matches in 4, 3, 2, 1, 0 and 2 columns.
    const rows = [0b0110, 0b0111, 0b0011, 0b1011, 0b1001, 0b1100];
    const weights = createPackedMatrix(6, 4, 1);
    rows.forEach((row, index) => {
      for (let column = 0; column < 4; column++) setCode(weights, index, column, (row >> column) & 1);
    });
    const parameters = { weights, thresholds: Int32Array.of(3, 3, 1, 1, -1, 2) };
    const layer = fullyConnectedOf({ ...matrix, outputType: BIT, parameters });
    expect(push(layer, { pe: 2, simd: 2 }, [[0b10n, 0b01n]])).to.deep.equal([0b01n, 0b01n, 0b01n]);
    expect(push(layer, { pe: 6, simd: 4 }, [[0b0110n]])).to.deep.equal([0b010101n]);
  });

  it('compares sums of 8-bit inputs in units of half a product, and gives sums themselves without thresholds', () => {
    const weights = createPackedMatrix(1, 2, 1);
    setCode(weights, 0, 0, 1);
    const sums = { mw: 2, mh: 1, inputType: PIXEL, accumulate: 'sum' } as const;
    // 100 - (-27) is 127, twice that is 254.
    const vector = [100n, 256n - 27n];
    const halves = (threshold: number) =>
      fullyConnectedOf({ ...sums, accumulatorShift: 1, parameters: { weights, thresholds: Int32Array.of(threshold) } });
    expect(push(halves(253), { pe: 1, simd: 1 }, [vector])).to.deep.equal([1n]);
    expect(push(halves(254), { pe: 1, simd: 1 }, [vector])).to.deep.equal([0n]);
    const raw = { outputType: SCORE, thresholded: false, parameters: { weights, thresholds: new Int32Array() } };
    const opposite = [256n - 100n, 27n];
    expect(push(fullyConnectedOf({ ...sums, ...raw }), { pe: 1, simd: 1 }, [vector, opposite])).to.deep.equal([
      127n,
      2n ** 16n - 127n,
    ]);
  });

  it('has no body where only time is asked for', () => {
    expect(unit({ pe: 1, simd: 1 }).createBody).to.equal(undefined);
  });

  it('gives the words of the reference for every folding, vector after vector', () => {
    const features = fc.constantFrom(1, 4, 6, 12);
    const folded = fc
      .record({
        mw: features,
        mh: features,
        inputType: fc.constantFrom(BIPOLAR, TERNARY, PIXEL),
        weightType: fc.constantFrom(BIPOLAR, TERNARY),
        outputType: fc.constantFrom(BIPOLAR, TERNARY, BIT, SCORE),
        accumulatorShift: fc.nat(1),
        matches: fc.boolean(),
        seed: fc.integer(),
      })
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          pe: fc.constantFrom(...divisors(shape.mh)),
          simd: fc.constantFrom(...divisors(shape.mw)),
        }),
      );
    fc.assert(
      fc.property(folded, ({ shape: { seed, matches, ...shape }, pe, simd }) => {
        const random = randomFrom(seed);
        const { mw, inputType, weightType, outputType } = shape;
        const accumulate = matches && inputType === BIPOLAR && weightType === BIPOLAR ? 'matches' : 'sum';
        const thresholded = outputType !== SCORE;
        const layer = randomLayer(random, fullyConnectedOf({ ...shape, accumulate, thresholded }));
        const vectors = [0, 1].map(() =>
          Int32Array.from({ length: mw }, () => decodeValue(inputType, random(2 ** inputType.bits))),
        );
        const words = vectors.map((vector) => encodeLanes(vector, simd, inputType));
        const expected = vectors.flatMap((vector) => encodeLanes(fullyConnected(layer, vector), pe, outputType));
        expect(push(layer, { pe, simd }, words)).to.deep.equal(expected);
      }),
    );
  });
});
