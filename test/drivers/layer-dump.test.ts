import { expect } from 'chai';
import type { Pictures } from '../../sim/drivers/job.js';
import { dumpLayers } from '../../sim/drivers/layer-dump.js';
import { loadBoard, unfoldedOverlay } from '../../sim/fabric/index.js';
import { type NpyArray, readNpy } from '../../sim/nn/data/npy.js';
import { BIPOLAR, type DataType, TERNARY } from '../../sim/nn/data-type.js';
import type { IntegerFullyConnectedLayer } from '../../sim/nn/integer-layers.js';
import { elements, type Layer } from '../../sim/nn/network.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../helpers/layers.js';
import { withRandomIntegers } from '../helpers/random-integers.js';
import { randomFrom, randomLayer, randomPixels } from '../helpers/random-layer.js';

const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };
const random = randomFrom(11);
const first = randomLayer(random, convolutionOf({ name: 'C0', inputShape: [6, 5, 2], mh: 3, kernel: [2, 2] }));
const pool = maxPoolOf({ name: 'P0', input: 'C0', inputShape: [5, 4, 3], kernel: [2, 2] });
const network = networkOf(
  [
    first,
    pool,
    randomLayer(
      random,
      convolutionOf({ name: 'C1', input: 'P0', inputShape: [2, 2, 3], mh: 4, kernel: [1, 1], outputType: TERNARY }),
    ),
    randomLayer(
      random,
      fullyConnectedOf({
        name: 'F0',
        input: 'C1',
        inputShape: [2, 2, 4],
        mw: 16,
        mh: 5,
        inputType: TERNARY,
        accumulate: 'sum',
        outputType: SCORE,
        thresholded: false,
      }),
    ),
  ],
  [6, 5, 2],
);

/** The dumps of some images, by name. */
function dumpsOf(
  layers: readonly Layer[],
  pixels: Uint8Array,
  images: number,
  photos?: Pictures['photos'],
): Record<string, NpyArray> {
  const changed = { ...network, layers };
  const job = {
    network: changed,
    overlay: unfoldedOverlay(changed),
    board: loadBoard('ultra96'),
    engine: 'event',
  } as const;
  const dumps = dumpLayers({ ...job, images, pictures: { pixels, ...(photos && { photos }) } });
  return Object.fromEntries(dumps.map(({ name, bytes }) => [name, readNpy(bytes, name)]));
}

describe('dumpLayers', () => {
  const pixels = randomPixels(random, 3 * 60);
  const values = runReference(network, pixels.subarray(0, 60));

  it('gives every executed layer in its shape, pools with the convolution before them', () => {
    const dumps = dumpsOf(network.layers, pixels.subarray(0, 60), 1);
    expect(Object.entries(dumps).map(([name, { shape }]) => [name, shape])).to.deep.equal([
      ['C0', [2, 2, 3]],
      ['C1', [2, 2, 4]],
      ['F0', [5]],
    ]);
    expect([...dumps.C0.data]).to.deep.equal([...values.get('P0')!].map((value) => (value > 0 ? 1 : 0)));
    expect(dumps.C1.data).to.deep.equal(Int8Array.from(values.get('C1')!));
    expect(dumps.F0.data).to.deep.equal(Int16Array.from(values.get('F0')!));
  });

  it('puts the images first where there are several', () => {
    const dumps = dumpsOf(network.layers, pixels, 3);
    expect(dumps.C0.shape).to.deep.equal([3, 2, 2, 3]);
    const third = runReference(network, pixels.subarray(120)).get('F0')!;
    expect([...dumps.F0.data.subarray(10)]).to.deep.equal([...third]);
  });

  it('begins with the layer in software where all feature maps were made of photos', () => {
    const photo = { width: 3, height: 4 };
    const dumps = dumpsOf(network.layers, pixels, 2, [photo, photo, photo]);
    expect(Object.keys(dumps)).to.deep.equal(['conv0', 'C0', 'C1', 'F0']);
    expect(dumps.conv0).to.deep.equal({ shape: [2, 6, 5, 2], data: pixels.slice(0, 120) });
    expect(dumpsOf(network.layers, pixels.subarray(0, 60), 1, [photo]).conv0.shape).to.deep.equal([6, 5, 2]);
    expect(dumpsOf(network.layers, pixels, 2, [photo, null, photo])).not.to.have.property('conv0');
  });

  it('gives a pool its own file where others read the convolution too', () => {
    const last = randomLayer(
      random,
      fullyConnectedOf({
        name: 'F0',
        input: 'C0',
        inputShape: [5, 4, 3],
        mw: elements([5, 4, 3]),
        mh: 2,
        outputType: BIPOLAR,
      }),
    );
    const dumps = dumpsOf([first, pool, last], pixels.subarray(0, 60), 1);
    expect(Object.keys(dumps)).to.deep.equal(['C0', 'P0', 'F0']);
    expect(dumps.C0.shape).to.deep.equal([5, 4, 3]);
    expect(dumps.F0.data).to.be.instanceOf(Uint8Array);
  });

  it('gives integers in the smallest type that holds theirs', () => {
    const type = (bits: number, encoding: 'signed' | 'unsigned'): DataType => ({ ...SCORE, bits, encoding });
    const types = [type(7, 'unsigned'), type(8, 'signed'), type(16, 'signed'), type(32, 'signed')];
    const layers = types.map((outputType, index) =>
      withRandomIntegers(random, {
        ...{
          name: `L${index}`,
          op: 'integerFullyConnected' as const,
          inputs: [index === 0 ? 'input' : `L${index - 1}`],
        },
        ...{ inputShape: [4], outputShape: [4], mw: 4, mh: 4, outputType },
        inputType: index === 0 ? type(8, 'signed') : types[index - 1],
        requantization: { rule: 'shift' as const, biasShift: 0, shift: 3 },
      } as IntegerFullyConnectedLayer),
    );
    const integers = networkOf(layers, [4]);
    const found = dumpLayers({ network: integers, images: 1, pictures: { pixels: randomPixels(random, 4) } });
    const dumped = found.map(({ name, bytes }) => readNpy(bytes, name).data);
    const arrays = [Uint8Array, Int8Array, Int16Array, Int32Array];
    dumped.forEach((data, index) => {
      expect(data).to.be.instanceOf(arrays[index]);
    });
  });
});
