import { expect } from 'chai';
import fc from 'fast-check';
import type { FloatMatrixLayer } from '../../../../sim/nn/float-layers.js';
import { isFloatMatrixLayer, type Network } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { boundsOf, fuseLayers } from '../../../../sim/nn/quantize/integers/fuse.js';
import { quantizeMinMax } from '../../../../sim/nn/quantize/min-max-network.js';
import { runFloatReference } from '../../../../sim/nn/reference/float/network.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { randomFloats, withRandomFloats } from '../../../helpers/random-floats.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { runFused } from '../../../helpers/run-fused.js';

function parse(layers: string): Network {
  const text = `
schema: qcycle.network/1
name: chain
input: { shape: [4, 4, 2], type: { bits: 32, encoding: float } }
layers:
${layers}`;
  return withRandomFloats(randomFrom(1), parseNetwork(text, 'chain.yaml').network);
}

const plain = randomFloats.filter(({ network: { layers } }) =>
  layers.every((layer) => layer.op !== 'floatRelu' || layer.bits === undefined),
);

describe('fused layers of real numbers', () => {
  it('give the numbers of the network, but for rounding', () => {
    fc.assert(
      fc.property(plain, ({ network, pixels }) => {
        const values = runFloatReference(
          network,
          pixels.subarray(
            0,
            network.input.shape.reduce((a, b) => a * b),
          ),
        );
        const expected = values.get(network.layers[network.layers.length - 1].name)!;
        const found = runFused(fuseLayers(network), values.get('input')!);
        const largest = [...values.values()]
          .flatMap((tensor) => [...tensor])
          .reduce((a, b) => Math.max(a, Math.abs(b)), 1);
        expect(found).to.have.lengthOf(expected.length);
        for (const [index, value] of found.entries()) expect(value).to.be.closeTo(expected[index], largest * 1e-4);
      }),
      { numRuns: 200 },
    );
  });

  it('have no batch norms, and activations behind weights as bounds', () => {
    const fused = fuseLayers(
      parse(`
  - { name: C, op: floatConvolution, outputChannels: 3, kernel: 3, biased: false }
  - { name: N, op: floatBatchNorm }
  - { name: R, op: floatRelu }
  - { name: P, op: floatMaxPool, kernel: 2 }
  - { name: M, op: floatBatchNorm }
  - { name: S, op: floatClamp, range: [0, 6] }
  - { name: F, op: floatFullyConnected, outputFeatures: 2 }`),
    );
    expect(
      fused.map(({ layer, inputs, output, bounds }) => [layer.name, layer.op, inputs[0], output, bounds]),
    ).to.deep.equal([
      ['C', 'floatConvolution', 'input', 'R', [0, Infinity]],
      ['P', 'floatMaxPool', 'C', 'P', undefined],
      ['M', 'floatConvolution', 'P', 'S', [0, 6]],
      ['F', 'floatFullyConnected', 'M', 'F', undefined],
    ]);
    const [first, , norm] = fused.map(({ layer }) => layer) as FloatMatrixLayer[];
    expect(isFloatMatrixLayer(first) && first.biased).to.equal(true);
    expect(norm).to.deep.include({ mw: 1, mh: 3, groups: 3 });
  });

  it('keep an activation apart whose input others read too', () => {
    const fused = fuseLayers(
      parse(`
  - { name: C, op: floatConvolution, outputChannels: 2, kernel: 1 }
  - { name: R, op: floatRelu }
  - { name: A, op: floatAdd, inputs: [C, R] }`),
    );
    expect(fused.map(({ layer }) => layer.op)).to.deep.equal(['floatConvolution', 'floatRelu', 'floatAdd']);
    expect(boundsOf(fused[1].layer)).to.deep.equal([0, Infinity]);
  });

  it('are none of a network that is quantized already', () => {
    const network = parse(`
  - { name: C, op: floatConvolution, outputChannels: 2, kernel: 1 }
  - { name: R, op: floatRelu }`);
    expect(inputErrorOf(() => fuseLayers(quantizeMinMax(network, { activations: 4 })))).to.equal(
      'layer R is quantized already',
    );
  });
});
