import { expect } from 'chai';
import fc from 'fast-check';
import { parameterPasses, withOriginalParameters } from '../../../sim/drivers/load-job.js';
import { offloadOverlayFor } from '../../../sim/fabric/offload/catalog.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import type { DataType } from '../../../sim/nn/data-type.js';
import { isMatrixLayer, type LayerParameters } from '../../../sim/nn/network.js';
import { getCode } from '../../../sim/nn/packed-matrix.js';
import { exportQnnMo, importQnnMo, type ParameterPass } from '../../../sim/nn/parameters/qnn-mo-pynq.js';
import { activation } from '../../../sim/nn/reference/matrix-vector.js';
import { withParameters } from '../../../sim/nn/with-parameters.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf, networkOf } from '../../helpers/layers.js';
import { mutated } from '../../helpers/mutated.js';
import { loadOffloadNetwork, OFFLOAD_NETWORKS } from '../../helpers/offload.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';

const unsigned = (bits: number): DataType => ({ bits, encoding: 'unsigned', narrow: false, scale: 1 });

/** A layer of 66 input and 34 output channels, so that both leave lanes empty. */
function example(bits = 2, seed = 1) {
  const type = unsigned(bits);
  const layer = randomLayer(
    randomFrom(seed),
    convolutionOf({
      inputShape: [2, 2, 66],
      mh: 34,
      kernel: [2, 1],
      inputType: type,
      outputType: type,
      accumulate: 'sum',
    }),
  );
  const network = networkOf([layer], layer.inputShape);
  const passes: ParameterPass[] = [{ layer: 'L0', firstRow: 0, rows: 34 }];
  return { layer, network, passes, parameters: [sixteenBits(layer.parameters!)] };
}

/** The thresholds that fit the files. */
function sixteenBits({ weights, thresholds }: LayerParameters): LayerParameters {
  return { weights, thresholds: thresholds.map((threshold) => Math.min(Math.max(threshold, -32769), 32766)) };
}

describe('a QNN-MO-PYNQ parameter set', () => {
  it('puts rows on processing elements and channels on lanes, a bit of 1 being -1', () => {
    const { network, passes, parameters, layer } = example();
    const files = exportQnnMo(parameters, network, passes);
    expect(files.size).to.equal(64);
    const words = new BigUint64Array(files.get('1-1-weights.bin')!.buffer);
    expect(words).to.have.lengthOf(2 * 2 * 2);
    const lane = (row: number, pixel: number, channel: number) => {
      const word = words[Math.floor(row / 32) * 4 + pixel * 2 + Math.floor(channel / 64)];
      return Number((word >> BigInt(channel % 64)) & 1n);
    };
    for (const [row, pixel, channel] of [
      [1, 0, 0],
      [1, 0, 65],
      [1, 1, 64],
      [33, 1, 3],
    ]) {
      expect(lane(row, pixel, channel)).to.equal(1 - getCode(layer.parameters!.weights, row, pixel * 66 + channel));
    }
    expect(words[1] >> 2n).to.equal(0n, 'lanes without channel');
  });

  for (const [bits, slots] of [
    [2, [0, 1, 2, 3]],
    [3, [4, 5, 6, 7, 0, 1, 2, 3]],
  ] as const) {
    it(`holds thresholds of ${bits}-bit codes, the highest word first, that are compared with >=`, () => {
      const { network, passes, parameters } = example(bits);
      const files = exportQnnMo(parameters, network, passes);
      const perRow = 2 ** bits - 1;
      const file = new Int16Array(files.get('1-5-thres.bin')!.buffer);
      const written = slots.map((slot) => (slot === perRow ? 0 : parameters[0].thresholds[5 * perRow + slot] + 1));
      expect([...file.subarray(0, slots.length)]).to.deep.equal(written);
      const added = slots.map((slot) => (slot === perRow ? 1 : -1));
      expect([...file.subarray(slots.length)]).to.deep.equal(added);
      expect([...files.get('1-5-weights.bin')!.subarray(32)]).to.deep.equal(Array(32).fill(0));
    });
  }

  it('comes back for any number of bits', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 3), fc.integer(), (bits, seed) => {
        const { network, passes, parameters } = example(bits, seed);
        const files = exportQnnMo(parameters, network, passes);
        expect(importQnnMo(files, network, passes, 'p.tar')).to.deep.equal(parameters);
      }),
      { numRuns: 30 },
    );
  });

  for (const { name } of OFFLOAD_NETWORKS) {
    it(`comes back for ${name} with its groups and iterations`, () => {
      const network = loadNamedNetwork(name);
      const passes = parameterPasses(network, offloadOverlayFor(network)!);
      const random = randomFrom(5);
      const parameters = network.layers
        .filter(isMatrixLayer)
        .map((layer) => sixteenBits(randomLayer(random, layer).parameters!));
      const files = exportQnnMo(parameters, network, passes);
      expect(importQnnMo(files, network, passes, 'p.tar')).to.deep.equal(parameters);
    });
  }

  it('inverts the code of a row whose flag is set', () => {
    const { layer, network, passes, parameters } = example();
    const files = exportQnnMo(parameters, network, passes);
    const file = new Int16Array(files.get('1-3-thres.bin')!.buffer);
    file[3] = 1;
    const [inverted] = importQnnMo(files, network, passes, 'p.tar');
    const [before, after] = [parameters[0], inverted].map((each) => activation({ ...layer, parameters: each }));
    for (let accumulator = -300; accumulator <= 300; accumulator++) {
      expect(after(-accumulator, 3)).to.equal(3 - before(accumulator, 3));
      expect(after(accumulator, 2)).to.equal(before(accumulator, 2));
    }
    for (let column = 0; column < layer.mw; column++) {
      expect(getCode(inverted.weights, 3, column)).to.equal(1 - getCode(parameters[0].weights, 3, column));
    }
  });

  it('puts the groups of layers between split and merge one after the other, and iterations too', () => {
    const orderOf = (name: string) => {
      const network = loadNamedNetwork(name);
      const passes = parameterPasses(network, offloadOverlayFor(network)!);
      return passes.map(({ layer, firstRow, rows }) => `${layer} ${firstRow}+${rows}`);
    };
    expect(orderOf('dorefanet')).to.deep.equal([
      'conv1 0+90',
      'conv1 90+90',
      'conv2 0+272',
      'conv3 0+192',
      'conv4 0+128',
      'conv3 192+192',
      'conv4 128+128',
    ]);
    expect(orderOf('tinier-yolo').slice(4, 6)).to.deep.equal(['conv5 0+256', 'conv5 256+256']);
  });

  const refusals: [behaviour: string, name: string, bytes: Uint8Array | undefined, message: string][] = [
    ['a missing file', '1-31-weights.bin', undefined, 'p.tar/1-31-weights.bin: no such file in the parameter set'],
    [
      'a truncated file',
      '1-4-thres.bin',
      new Uint8Array(15),
      'p.tar/1-4-thres.bin: 15 bytes, expected 16 (2 words of 8)',
    ],
    [
      'a file of another pass',
      '2-0-weights.bin',
      new Uint8Array(8),
      'p.tar/2-0-weights.bin: no file of the network, expected <index>-<pe>-weights.bin or <index>-<pe>-thres.bin, index 1 to 1, pe 0 to 31',
    ],
    [
      'a file of another kind',
      '1-0-biases.bin',
      new Uint8Array(8),
      'p.tar/1-0-biases.bin: no file of the network, expected <index>-<pe>-weights.bin or <index>-<pe>-thres.bin, index 1 to 1, pe 0 to 31',
    ],
  ];
  for (const [behaviour, name, bytes, message] of refusals) {
    it(`is refused with ${behaviour}`, () => {
      const { network, passes, parameters } = example();
      const files = exportQnnMo(parameters, network, passes);
      if (bytes === undefined) files.delete(name);
      else files.set(name, bytes);
      expect(inputErrorOf(() => importQnnMo(files, network, passes, 'p.tar'))).to.equal(message);
    });
  }

  it('passes over files of lower indices, and those that are no parameters', () => {
    const { network, passes, parameters } = example();
    const files = exportQnnMo(parameters, network, passes, 3);
    files.set('set/2-0-weights.bin', new Uint8Array(3)).set('README', new Uint8Array(3));
    expect(importQnnMo(files, network, passes, 'p.tar', 3)).to.deep.equal(parameters);
  });

  it('is not exported with thresholds beyond 16 bits', () => {
    const { layer, network, passes } = example();
    const thresholds = new Int32Array(layer.parameters!.thresholds.length).fill(32767);
    const parameters = [{ ...layer.parameters!, thresholds }];
    expect(inputErrorOf(() => exportQnnMo(parameters, network, passes))).to.equal(
      'layer L0: the threshold 32767 does not fit 16 bits',
    );
  });

  it('makes the importer throw nothing but InputError, whatever its bytes are', () => {
    const { network, passes, parameters } = example();
    const files = exportQnnMo(parameters, network, passes);
    const changes = fc.constantFrom(...files).chain(([name, bytes]) => fc.tuple(fc.constant(name), mutated(bytes)));
    fc.assert(
      fc.property(changes, ([name, bytes]) =>
        expectOnlyInputErrors(() => {
          const read = importQnnMo(new Map([...files, [name, bytes]]), network, passes, 'p.tar');
          withParameters(network, read, 'p.tar');
        }),
      ),
    );
  });

  for (const offloaded of OFFLOAD_NETWORKS) {
    it(`of ${offloaded.name}, as published, comes back from its layers`, function () {
      const network = loadOffloadNetwork(this, offloaded);
      const passes = parameterPasses(network, offloadOverlayFor(network)!);
      const parameters = network.layers.filter(isMatrixLayer).map((layer) => layer.parameters!);
      const files = exportQnnMo(parameters, network, passes);
      expect(importQnnMo(files, network, passes, 'p.tar')).to.deep.equal(parameters);
    });
  }

  it('is found missing for an offloaded network', () => {
    const load = () => withOriginalParameters(loadNamedNetwork('dorefanet'), 'test/nn');
    expect(inputErrorOf(load)).to.equal('test/nn/1-0-weights.bin: no such file in the parameter set');
  });
});
