import { expect } from 'chai';
import fc from 'fast-check';
import { createExecutor } from '../../../../sim/nn/execute.js';
import { importTflite } from '../../../../sim/nn/import/tflite/import-tflite.js';
import { pixelsPerImage } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { readQci } from '../../../../sim/nn/parameters/qci.js';
import { withIntegerParameters } from '../../../../sim/nn/with-integer-parameters.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { SINGLE_OPERATORS } from '../../../helpers/tflite-models.js';
import { type ModelDraft, type OperatorDraft, type TensorDraft, writeTflite } from '../../../helpers/tflite-writer.js';
import { withinASecond } from '../../../helpers/within-a-second.js';

const model = fc.tuple(fc.constantFrom(...Object.keys(SINGLE_OPERATORS)), fc.integer()).map(([name, seed]) => {
  const random = randomFrom(seed);
  return SINGLE_OPERATORS[name]((least, largest) => least + random(largest - least + 1));
});

const MAP: TensorDraft = { shape: [1, 4, 4, 2], type: 'INT8', scales: [0.5], zeroPoints: [3] };

/** A pool of 2 x 2 and what is changed of it. */
function poolModel(
  tensors: Partial<TensorDraft>[] = [],
  operator: Partial<OperatorDraft> = {},
  draft: Partial<ModelDraft> = {},
  { before, behind }: { before?: OperatorDraft; behind?: OperatorDraft } = {},
) {
  const pool: OperatorDraft = {
    ...{ name: 'MAX_POOL_2D', optionsType: 5, inputs: [0], outputs: [1] },
    options: [1, 2, 2, 2, 2].map((value, slot) => ({ slot, kind: slot === 0 ? 'int8' : 'int32', value })),
  };
  const both = [MAP, { ...MAP, shape: [1, 2, 2, 2] }].map((tensor, index) => ({ ...tensor, ...tensors[index] }));
  const operators = [before, { ...pool, ...operator }, behind].filter((each) => each !== undefined);
  return writeTflite({ tensors: both, operators, inputs: [0], outputs: [1], ...draft });
}

describe('importing a TensorFlow Lite model', () => {
  it('gives a network file and parameters that say the same as the network', () => {
    fc.assert(
      fc.property(model, (bytes) => {
        const { yaml, parameters, network } = importTflite(bytes, 'm.tflite', { name: 'm' });
        const file = parseNetwork(yaml, 'm.yaml');
        expect(file.parametersFile).to.equal('m.qci');
        expect(withIntegerParameters(file.network, readQci(parameters, 'm.qci'), 'm.qci')).to.deep.equal(network);
      }),
    );
  });

  it('gives a network that the kernels and the reference run alike', async () => {
    await fc.assert(
      fc.asyncProperty(model, fc.integer(), async (bytes, seed) => {
        const { network } = importTflite(bytes, 'm.tflite', { name: 'm' });
        const random = randomFrom(seed);
        const pixels = Uint8Array.from({ length: 2 * pixelsPerImage(network.input) }, () => random(256));
        const [expected, found] = await Promise.all(
          (['reference', 'wasm'] as const).map((backend) => createExecutor(network, { backend }).run(pixels, 2)),
        );
        expect(found).to.deep.equal(expected);
      }),
    );
  });

  it('crops photos for networks of pictures in colour alone', () => {
    const [grey, colour] = [2, 3].map((channels) => {
      const bytes = poolModel([{ shape: [1, 4, 4, channels] }, { shape: [1, 2, 2, channels] }]);
      return importTflite(bytes, 'm.tflite', { name: 'm', centralCrop: 0.5 }).network.input.centralCrop;
    });
    expect([grey, colour]).to.deep.equal([undefined, 0.5]);
  });

  it('takes what lies between the QUANTIZE and the DEQUANTIZE of a model that reads and gives floats', () => {
    const inner = poolModel();
    const float = (shape: readonly number[]): TensorDraft => ({ shape, type: 'FLOAT32' });
    const outer = poolModel(
      [],
      {},
      {
        tensors: [MAP, { ...MAP, shape: [1, 2, 2, 2] }, float(MAP.shape), float([1, 2, 2, 2])],
        inputs: [2],
        outputs: [3],
      },
      {
        before: { name: 'QUANTIZE', optionsType: 0, options: [], inputs: [2], outputs: [0] },
        behind: { name: 'DEQUANTIZE', optionsType: 0, options: [], inputs: [1], outputs: [3] },
      },
    );
    const yamlOf = (bytes: Uint8Array) => importTflite(bytes, 'm.tflite', { name: 'm' }).yaml.replace(/2d-\d+/g, '2d');
    expect(yamlOf(outer)).to.equal(yamlOf(inner));
  });

  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['an operator that is not known', poolModel([], { name: 'TANH' }), 'node 0 (TANH): not supported, allowed: '],
    ['an operator of its own', poolModel([], { name: 'MyOp' }), 'node 0 (CUSTOM MyOp): not supported, allowed: '],
    [
      'codes of real numbers without a QUANTIZE',
      poolModel([{ type: 'FLOAT32' }]),
      'node 0 (MAX_POOL_2D): tensor 0 is FLOAT32, and the output INT8, allowed: one type',
    ],
    [
      'real numbers of codes without a DEQUANTIZE',
      poolModel([{}, { type: 'FLOAT32' }]),
      'node 0 (MAX_POOL_2D): tensor 1 is FLOAT32, allowed: INT8, UINT8',
    ],
    ['a batch', poolModel([{ shape: [2, 4, 4, 2] }]), 'input: tensor 0 is [2,4,4,2], allowed: a batch of 1'],
    ['no scale', poolModel([{ scales: [] }]), 'node 0 (MAX_POOL_2D): tensor 0 has 0 scales (undefined), allowed: one'],
    [
      'a shape that the operator does not give',
      poolModel([{}, { shape: [1, 3, 2, 2] }]),
      'node 0 (MAX_POOL_2D): its output, tensor 1, is [1,3,2,2] in the file, but it gives [1,2,2,2]',
    ],
    [
      'a pool that changes the scale',
      poolModel([{}, { scales: [0.25] }]),
      'node 0 (MAX_POOL_2D): scale 0.5 and zero point 3 become 0.25 and 3, allowed: an output of the input',
    ],
    [
      'a tensor that is not there',
      poolModel([], { inputs: [7] }),
      'node 0 (MAX_POOL_2D), inputs: found tensor 7, allowed: -1 to 1',
    ],
    ['two inputs', poolModel([], {}, { inputs: [0, 0] }), 'found 2 inputs, allowed: 1'],
    ['an output of no operator', poolModel([], {}, { outputs: [0] }), 'no operator computes the output, tensor 0'],
    ['a cycle', poolModel([], { inputs: [1] }), 'the output does not depend on the input, tensor 0'],
    ['another file', new TextEncoder().encode('not a model at all'), 'found "a mo", expected the identifier TFL3'],
    ['an empty file', new Uint8Array(), 'the header has 8 bytes from byte 0 on, but the file has 0 bytes'],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => importTflite(bytes, 'm.tflite', { name: 'm' }))).to.include(`m.tflite: ${message}`);
    });
  }

  it('meets damaged files with one clear line, within a second', () => {
    const damaged = model.chain((bytes) => mutated(bytes));
    fc.assert(
      fc.property(damaged, (bytes) => {
        withinASecond(() => {
          expectOnlyInputErrors(() => importTflite(bytes, 'm.tflite', { name: 'm' }));
        });
      }),
      { numRuns: 2000 },
    );
  });
});
