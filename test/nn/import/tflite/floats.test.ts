import { expect } from 'chai';
import fc from 'fast-check';
import { outputsOf } from '../../../../sim/drivers/accuracy.js';
import { withFloatParameters } from '../../../../sim/nn/float-parameters.js';
import { importTflite } from '../../../../sim/nn/import/tflite/import-tflite.js';
import { type Network, pixelsPerImage } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { readQcf } from '../../../../sim/nn/parameters/qcf.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { asFloats, FLOAT_OPERATORS } from '../../../helpers/tflite-floats.js';
import { OPERATOR_DRAFTS } from '../../../helpers/tflite-models.js';
import { type ModelDraft, writeTflite } from '../../../helpers/tflite-writer.js';
import { withinASecond } from '../../../helpers/within-a-second.js';

const OPTIONS = { name: 'm' } as const;

function draftOf(names: readonly string[]): fc.Arbitrary<ModelDraft> {
  return fc.tuple(fc.constantFrom(...names), fc.integer()).map(([name, seed]) => {
    const random = randomFrom(seed);
    return OPERATOR_DRAFTS[name]((least, largest) => least + random(largest - least + 1));
  });
}

const realModel = draftOf(FLOAT_OPERATORS).map((draft) => writeTflite(asFloats(draft)));

/** The smallest draft of an operator, changed. */
function changed(name: string, change: (draft: ModelDraft) => ModelDraft): Uint8Array {
  return writeTflite(change(asFloats(OPERATOR_DRAFTS[name]((least) => least))));
}

/** The draft with another tensor in one place. */
function withTensor(draft: ModelDraft, index: number, change: Partial<ModelDraft['tensors'][number]>): ModelDraft {
  return { ...draft, tensors: draft.tensors.map((tensor, at) => (at === index ? { ...tensor, ...change } : tensor)) };
}

/** Layers without what bounds the codes of a model of integers alone, and so without the names of what they read. */
function unbounded({ layers }: Network) {
  return layers
    .filter((layer) => layer.op !== 'floatClamp' || layer.range.join() === '0,6')
    .map(({ inputs: _, ...layer }) => layer);
}

describe('importing a TensorFlow Lite model of real numbers', () => {
  it('gives a network file and parameters that say the same as the network', () => {
    fc.assert(
      fc.property(realModel, (bytes) => {
        const { yaml, parameters, network } = importTflite(bytes, 'm.tflite', OPTIONS);
        const file = parseNetwork(yaml, 'm.yaml');
        expect(file.parametersFile).to.equal('m.qcf');
        expect(withFloatParameters(file.network, readQcf(parameters, 'm.qcf'), 'm.qcf')).to.deep.equal(network);
      }),
    );
  });

  it('takes pixels for the numbers that it is told', () => {
    const bytes = writeTflite(asFloats(OPERATOR_DRAFTS.RELU((least) => least)));
    const rangeOf = (pixelRange?: [number, number]) => {
      const { pixels } = importTflite(bytes, 'm.tflite', { ...OPTIONS, ...(pixelRange && { pixelRange }) }).network
        .input;
      return pixels.rule === 'real' ? [pixels.from, pixels.to] : undefined;
    };
    expect([rangeOf(), rangeOf([-1, 3])]).to.deep.equal([
      [0, 1],
      [-1, 3],
    ]);
  });

  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    [
      'weights of integers, which the runtime multiplies with integers of its own',
      changed('FULLY_CONNECTED', (draft) =>
        withTensor(draft, 1, { type: 'INT8', scales: [1], zeroPoints: [0], data: new Uint8Array(1) }),
      ),
      'node 0 (FULLY_CONNECTED): the weights, tensor 1, are INT8, but the input FLOAT32',
    ],
    [
      'weights that are no numbers',
      changed('CONV_2D', (draft) => withTensor(draft, 1, { data: new Uint8Array([0, 0, 192, 127]) })),
      'node 0 (CONV_2D): number 0 of tensor 1 is NaN, allowed: finite numbers',
    ],
    [
      'too few weights',
      changed('CONV_2D', (draft) => withTensor(draft, 1, { data: new Uint8Array(3) })),
      'node 0 (CONV_2D): tensor 1 is 3 bytes of FLOAT32, allowed: 1 constants of FLOAT32, INT8, UINT8, INT32',
    ],
    [
      'a softmax of another base',
      changed('SOFTMAX', (draft) => ({
        ...draft,
        operators: [{ ...draft.operators[0], options: [{ slot: 0, kind: 'float32', value: 2 }] }],
      })),
      'node 0 (SOFTMAX): found beta 2, allowed: 1',
    ],
    [
      'an operator that is not known',
      changed('RELU', (draft) => ({ ...draft, operators: [{ ...draft.operators[0], name: 'TANH' }] })),
      'node 0 (TANH): not supported, allowed: ',
    ],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => importTflite(bytes, 'm.tflite', OPTIONS))).to.include(`m.tflite: ${message}`);
    });
  }
});

describe('importing a TensorFlow Lite model of integers as the real numbers that it stands for', () => {
  const floats = { ...OPTIONS, floats: true };

  it('gives the layers of the model of real numbers', () => {
    fc.assert(
      fc.property(draftOf(FLOAT_OPERATORS), (draft) => {
        const [ofIntegers, ofReals] = [draft, asFloats(draft)].map(
          (each) => importTflite(writeTflite(each), 'm.tflite', floats).network,
        );
        expect(unbounded(ofIntegers)).to.deep.equal(unbounded(ofReals));
      }),
    );
  });

  it('gives numbers that are at most one code away from those of the model', async () => {
    const single = FLOAT_OPERATORS.filter((name) => name !== 'ADD'); // two operators, which both round
    await fc.assert(
      fc.asyncProperty(draftOf(single), fc.integer(), async (draft, seed) => {
        const bytes = writeTflite(draft);
        const integers = importTflite(bytes, 'm.tflite', OPTIONS).network;
        const random = randomFrom(seed);
        const pixels = Uint8Array.from({ length: pixelsPerImage(integers.input) }, () => random(256));
        const codes = await outputsOf(integers, pixels, 1);
        const { layers } = integers;
        const { outputType } = layers[layers.length - 1];
        const { scale, zeroPoint = 0, encoding } = outputType;
        const lowest = encoding === 'signed' ? -128 : 0;
        const [least, largest] = [(lowest - zeroPoint) * scale, (lowest + 255 - zeroPoint) * scale];
        const reals = await realsOf(bytes, pixels);
        const furthest = reals.reduce((most, real, index) => {
          return Math.max(most, Math.abs(Math.min(Math.max(real, least), largest) - codes[index]));
        }, 0);
        expect(furthest / scale).to.be.at.most(1);
      }),
    );
  });

  async function realsOf(bytes: Uint8Array, pixels: Uint8Array): Promise<Float64Array> {
    return outputsOf(importTflite(bytes, 'm.tflite', floats).network, pixels, 1);
  }

  it('meets damaged files with one clear line, within a second', () => {
    const damaged = fc.oneof(realModel, draftOf(FLOAT_OPERATORS).map(writeTflite)).chain((bytes) => mutated(bytes));
    fc.assert(
      fc.property(damaged, (bytes) => {
        withinASecond(() => {
          expectOnlyInputErrors(() => importTflite(bytes, 'm.tflite', floats));
        });
      }),
      { numRuns: 2000 },
    );
  });
});
