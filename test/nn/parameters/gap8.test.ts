import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { withOriginalParameters } from '../../../sim/drivers/load-job.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import type { IntegerParameters } from '../../../sim/nn/integer-layers.js';
import { isIntegerMatrixLayer, type Network } from '../../../sim/nn/network.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { exportGap8, importGap8 } from '../../../sim/nn/parameters/gap8.js';
import { withIntegerParameters } from '../../../sim/nn/with-integer-parameters.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { withRandomIntegers } from '../../helpers/random-integers.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { sharedData } from '../../helpers/shared-data.js';
import { tarOf } from '../../helpers/tar-of.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

const { network } = parseNetwork(
  `schema: qcycle.network/1
name: small
input: { shape: [4, 4, 2], type: { bits: 8, encoding: signed }, range: [-128, 127] }
layers:
  - name: a
    op: integerConvolution
    outputChannels: 3
    kernel: [2, 3]
    requantize: { rule: multiplyShift, shift: 9 }
    activation: { bits: 7, encoding: unsigned }
  - { name: b, op: averagePool, kernel: [3, 2] }
  - name: c
    op: integerFullyConnected
    outputFeatures: 2
    requantize: { rule: shift, shift: 0 }
    activation: { bits: 16, encoding: signed }
`,
  'small.yaml',
);

/** Random parameters of a network that fit the files. */
function parametersOf({ layers }: Network, seed = 1): IntegerParameters[] {
  const random = randomFrom(seed);
  return layers.filter(isIntegerMatrixLayer).map((layer) => {
    const { parameters } = withRandomIntegers(random, layer);
    const { rule } = layer.requantization;
    return { ...parameters!, bias: parameters!.bias.map((bias) => (rule === 'shift' ? bias : bias >> 8)) };
  });
}

describe("GAP8's parameter files", () => {
  it('have weights by output, input channel, row and column', () => {
    const parameters = parametersOf(network);
    const files = exportGap8(parameters, network);
    expect([...files.keys()]).to.deep.equal([
      'L0_weight_L3.bin',
      'L0_bias_L3.bin',
      'L0_M0_L3.bin',
      'L2_weight_L3.bin',
      'L2_bias_L3.bin',
    ]);
    const [output, row, column, channel] = [2, 1, 2, 1];
    const original = files.get('L0_weight_L3.bin')![((output * 2 + channel) * 2 + row) * 3 + column];
    expect(new Int8Array([original])[0]).to.equal(
      parameters[0].weights[((output * 2 + row) * 3 + column) * 2 + channel],
    );
    expect(files.get('L2_bias_L3.bin')).to.have.lengthOf(4);
  });

  it('come back, whatever folder they are in and whatever lies beside them', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const parameters = parametersOf(network, seed);
        const inFolder = [...exportGap8(parameters, network)].map(([name, bytes]) => [`set/${name}`, bytes] as const);
        const files = new Map([...inFolder, ['set/L0_INPUT.bin', new Uint8Array(3)] as const]);
        expect(importGap8(files, network, 'p.tar')).to.deep.equal(parameters);
      }),
      { numRuns: 30 },
    );
  });

  const refusals: [behaviour: string, name: string, bytes: Uint8Array | undefined, message: string][] = [
    [
      'weights of another size',
      'L0_weight_L3.bin',
      new Uint8Array(512),
      'p.tar/L0_weight_L3.bin: L0 weights: 512 bytes, expected 36 (3 outputs of 12)',
    ],
    [
      'biases of another width',
      'L2_bias_L3.bin',
      new Uint8Array(2),
      'p.tar/L2_bias_L3.bin: L2 biases: 2 bytes, expected 4 (2 outputs of 2)',
    ],
    ['a missing file', 'L0_M0_L3.bin', undefined, 'p.tar/L0_M0_L3.bin: no such file in the parameter set'],
    [
      'a layer too many',
      'L3_bias_L3.bin',
      new Uint8Array(2),
      'p.tar/L3_bias_L3.bin: no file of the network: it has 3 layers',
    ],
    [
      'weights of a pool',
      'L1_weight_L3.bin',
      new Uint8Array(2),
      'p.tar/L1_weight_L3.bin: no file of the network: b has no weights',
    ],
  ];
  for (const [behaviour, name, bytes, message] of refusals) {
    it(`are refused with ${behaviour}`, () => {
      const files = exportGap8(parametersOf(network), network);
      if (bytes === undefined) files.delete(name);
      else files.set(name, bytes);
      expect(inputErrorOf(() => importGap8(files, network, 'p.tar'))).to.equal(message);
    });
  }

  it('make the importer throw nothing but InputError, whatever the bytes of the archive are', async () => {
    const archive = gzipSync(tarOf(Object.fromEntries(exportGap8(parametersOf(network), network))));
    await inTemporaryFolder((folder) => {
      const file = join(folder, 'p.tar.gz');
      fc.assert(
        fc.property(mutated(archive), (bytes) => {
          writeFileSync(file, bytes);
          expectOnlyInputErrors(() => withOriginalParameters(network, file));
        }),
      );
    });
  });

  it('are read from a gzipped archive', async () => {
    const parameters = parametersOf(network, 3);
    await inTemporaryFolder((folder) => {
      const file = join(folder, 'p.tar.gz');
      writeFileSync(file, gzipSync(tarOf(Object.fromEntries(exportGap8(parameters, network)))));
      expect(withOriginalParameters(network, file)).to.deep.equal(withIntegerParameters(network, parameters, file));
    });
  });

  it('are read from the folder that they are dumped to, and from the one around it', async () => {
    const parameters = parametersOf(network, 4);
    await inTemporaryFolder((folder) => {
      const dump = join(folder, 'binFiles');
      mkdirSync(dump);
      for (const [name, bytes] of exportGap8(parameters, network)) writeFileSync(join(dump, name), bytes);
      for (const path of [dump, folder]) {
        expect(withOriginalParameters(network, path)).to.deep.equal(withIntegerParameters(network, parameters, path));
      }
      rmSync(join(dump, 'L2_bias_L3.bin'));
      expect(inputErrorOf(() => withOriginalParameters(network, folder))).to.equal(
        `${dump}/L2_bias_L3.bin: no such file in the parameter set`,
      );
    });
  });

  it('of MobileNetV1, as published, come back from its layers', function () {
    const mobilenet = withOriginalParameters(
      loadNamedNetwork('mobilenet-v1'),
      sharedData(this, 'models/gap8-mobilenetv1-224-1.0-int8.tar.gz'),
    );
    const parameters = mobilenet.layers.filter(isIntegerMatrixLayer).map((layer) => layer.parameters!);
    expect(importGap8(exportGap8(parameters, mobilenet), mobilenet, 'p.tar')).to.deep.equal(parameters);
  });
});

describe('withIntegerParameters', () => {
  const [first, second] = parametersOf(network);
  const refusals: [behaviour: string, parameters: IntegerParameters[], message: string][] = [
    ['too few layers', [first], 'found parameters of 1 layers, expected 2, as the network small has'],
    [
      'too few weights',
      [{ ...first, weights: new Int8Array(5) }, second],
      'layer a: found 5 weights, expected 36 (3 x 12)',
    ],
    ['too many biases', [{ ...first, bias: new Int32Array(4) }, second], 'layer a: found 4 biases, expected 3'],
    [
      'multipliers where none are used',
      [first, { ...second, multipliers: new Int32Array(2) }],
      'layer c: found 2 multipliers, expected 0',
    ],
  ];
  for (const [behaviour, parameters, message] of refusals) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => withIntegerParameters(network, parameters, 'p'))).to.equal(`p: ${message}`);
    });
  }
});
