import { expect } from 'chai';
import fc from 'fast-check';
import { mapFloatParameters } from '../../../../sim/nn/float-parameters.js';
import { elements, isFloatMatrixLayer, type Network } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { fuseLayers } from '../../../../sim/nn/quantize/integers/fuse.js';
import { silenceChannels } from '../../../../sim/nn/quantize/integers/silence.js';
import { realPixels } from '../../../../sim/nn/real-pixels.js';
import { requireFloatParameters } from '../../../../sim/nn/require-parameters.js';
import { randomFloats, withRandomFloats } from '../../../helpers/random-floats.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { runFused } from '../../../helpers/run-fused.js';

const CHAIN = parseNetwork(
  `
schema: qcycle.network/1
name: chain
input: { shape: [4, 4, 2], type: { bits: 32, encoding: float } }
layers:
  - { name: C0, op: floatConvolution, outputChannels: 3, kernel: 3 }
  - { name: R0, op: floatRelu }
  - { name: D1, op: floatConvolution, outputChannels: 3, kernel: 1, groups: 3 }
  - { name: C2, op: floatConvolution, outputChannels: 2, kernel: 1 }`,
  'chain.yaml',
).network;

/** The network with weights of 0 where a function says so, and biases as another says. */
function changed(
  network: Network,
  isZero: (layer: string, row: number, column: number) => boolean,
  biasOf: (layer: string, row: number, bias: number) => number = (_, __, bias) => bias,
): Network {
  return mapFloatParameters(network, (layer) => {
    if (!isFloatMatrixLayer(layer)) return requireFloatParameters(layer);
    const { name, mw } = layer;
    const { weights, bias } = requireFloatParameters(layer);
    return {
      weights: weights.map((weight, index) => (isZero(name, Math.floor(index / mw), index % mw) ? 0 : weight)),
      ...(bias === undefined ? {} : { bias: bias.map((value, row) => biasOf(name, row, value)) }),
    };
  });
}

function weightsOf(layers: ReturnType<typeof silenceChannels>, name: string): number[] {
  const found = layers.find(({ layer }) => layer.name === name)!.layer;
  return isFloatMatrixLayer(found) ? [...requireFloatParameters(found).weights] : [];
}

describe('silent channels', () => {
  it('change no number of the network', () => {
    const plain = randomFloats.filter(({ network: { layers } }) =>
      layers.every((layer) => layer.op !== 'floatRelu' || layer.bits === undefined),
    );
    fc.assert(
      fc.property(plain, fc.integer(), ({ network, pixels }, seed) => {
        const random = randomFrom(seed);
        const [rows, columns, biases] = [random(2), random(4), random(3)].map((most) => most + 1);
        const thinned = changed(
          network,
          (_, row, column) => row % rows === 0 || column % columns === 0,
          (_, row, bias) => (row % biases === 0 ? -Math.abs(bias) : bias),
        );
        const tables = realPixels(network.input);
        const input = Float32Array.from(
          pixels.subarray(0, elements(network.input.shape)),
          (pixel, index) => tables[index % tables.length][pixel],
        );
        const fused = fuseLayers(thinned);
        const plus = (numbers: Float32Array) => numbers.map((number) => number + 0); // -0 is 0
        expect(plus(runFused(silenceChannels(fused), input))).to.deep.equal(plus(runFused(fused, input)));
      }),
    );
  });

  it('have no weights where they are read: of a channel that is always 0', () => {
    const network = changed(
      withRandomFloats(randomFrom(1), CHAIN),
      (layer, row) => layer === 'C0' && row === 1,
      (layer, row, bias) => (layer === 'C0' ? [1, -1, 1][row] : bias),
    );
    const silenced = silenceChannels(fuseLayers(network));
    expect(weightsOf(silenced, 'D1').map((weight) => weight === 0)).to.deep.equal([false, true, false]);
    expect(weightsOf(silenced, 'C2').some((weight) => weight === 0)).to.equal(false);
  });

  it('have no weights of their own: all the way up from where nobody reads them', () => {
    const network = changed(
      withRandomFloats(randomFrom(1), CHAIN),
      (layer, _, column) => layer === 'C2' && column === 2,
    );
    const silenced = silenceChannels(fuseLayers(network));
    expect(weightsOf(silenced, 'D1').map((weight) => weight === 0)).to.deep.equal([false, false, true]);
    const rows = weightsOf(silenced, 'C0').map((weight, index) => [Math.floor(index / 18), weight === 0] as const);
    expect(rows.every(([row, isZero]) => isZero === (row === 2))).to.equal(true);
  });
});
