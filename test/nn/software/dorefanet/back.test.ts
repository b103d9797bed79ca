import { expect } from 'chai';
import fc from 'fast-check';
import type { NpyArray } from '../../../../sim/nn/data/npy.js';
import { dorefanetBack, dorefanetProbabilities } from '../../../../sim/nn/software/dorefanet/back.js';
import { inputErrorOf } from '../../../helpers/input-error.js';

interface Case {
  readonly codes: Uint8Array;
  readonly arrays: Readonly<Record<string, { readonly shape: number[]; readonly data: Float32Array }>>;
}

const size = fc.integer({ min: 1, max: 6 });
/** Halves, so that sums are exact. */
const floats = (length: number) =>
  fc
    .array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values, (value) => value / 2));
const array = (...shape: number[]) => {
  const length = shape.reduce((product, dimension) => product * dimension, 1);
  return fc.record({ shape: fc.constant(shape), data: floats(length) });
};

const cases = fc.tuple(size, size, size, size).chain(
  ([inputs, hidden0, hidden1, classes]): fc.Arbitrary<Case> =>
    fc.record({
      codes: fc.uint8Array({ minLength: inputs, maxLength: inputs, max: 3 }),
      arrays: fc.record({
        'fc0/Wn': array(inputs, hidden0),
        'fc0/bn': array(hidden0),
        'fc1/Wn': array(hidden0, hidden1),
        'fc1/bn': array(hidden1),
        'fct/W': array(hidden1, classes),
      }),
    }),
);

const back = (arrays: Record<string, NpyArray>) =>
  dorefanetBack({ file: 'fc.npy', arrays: new Map(Object.entries(arrays)) });

/** Sum over the inputs for each output, one after the other. */
function products(vector: number[], weights: Float32Array, outputs: number, bias?: Float32Array): number[] {
  return Array.from({ length: outputs }, (_, output) =>
    Math.fround(
      vector.reduce((sum, value, input) => sum + value * weights[input * outputs + output], bias?.[output] ?? 0),
    ),
  );
}

function plainly({ codes, arrays }: Case): number[] {
  const limited = (value: number) => (value < 0 ? 0 : value > 1 ? 1 : value);
  const largest = Math.max(...codes);
  const input = [...codes].map((code) => Math.fround(code / (largest || 1)));
  const first = products(input, arrays['fc0/Wn'].data, arrays['fc0/bn'].data.length, arrays['fc0/bn'].data);
  const levels = first.map(limited).map((value) => {
    const scaled = value * 3;
    const below = Math.floor(scaled);
    const up = scaled - below > 0.5 || (scaled - below === 0.5 && below % 2 === 1);
    return Math.fround((up ? below + 1 : below) / 3);
  });
  const second = products(levels, arrays['fc1/Wn'].data, arrays['fc1/bn'].data.length, arrays['fc1/bn'].data);
  const scores = products(second.map(limited), arrays['fct/W'].data, arrays['fct/W'].shape[1]);
  const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
  return scores.map((score) => Math.exp(score) / sum);
}

describe('DoReFaNet behind the offloaded layers', () => {
  it('is three fully connected layers and a softmax', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const expected = plainly(given);
        const probabilities = dorefanetProbabilities(given.codes, back(given.arrays));
        expect(probabilities).to.have.length(expected.length);
        probabilities.forEach((probability, index) => {
          expect(probability).to.be.closeTo(expected[index], 1e-6);
        });
      }),
    );
  });

  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const fitting = {
    'fc0/Wn': zeros(4, 3),
    'fc0/bn': zeros(3),
    'fc1/Wn': zeros(3, 2),
    'fc1/bn': zeros(2),
    'fct/W': zeros(2, 5),
  };

  it('finds all classes equal where nothing tells them apart', () => {
    expect([...dorefanetProbabilities(new Uint8Array(4), back(fitting))]).to.deep.equal(new Array(5).fill(1 / 5));
  });

  const { 'fct/W': _, ...without } = fitting;
  const wrong: [behaviour: string, act: () => unknown, message: string][] = [
    [
      'an array is missing',
      () => back(without),
      'fc.npy: the array fct/W is missing, found: fc0/Wn, fc0/bn, fc1/Wn, fc1/bn',
    ],
    [
      'a bias does not fit',
      () => back({ ...fitting, 'fc0/bn': zeros(4) }),
      'fc.npy: the array fc0/bn: found 4, expected 3',
    ],
    [
      'a layer does not fit the one before it',
      () => back({ ...fitting, 'fct/W': zeros(3, 5) }),
      'fc.npy: the array fct/W: found 3 x 5, expected 2 x classes',
    ],
    [
      'the codes are of another number',
      () => dorefanetProbabilities(new Uint8Array(5), back(fitting)),
      'the array fc0/Wn takes 4 codes, the offloaded layers give 5',
    ],
  ];
  for (const [behaviour, act, message] of wrong) {
    it(`is refused where ${behaviour}`, () => expect(inputErrorOf(act)).to.equal(message));
  }
});
