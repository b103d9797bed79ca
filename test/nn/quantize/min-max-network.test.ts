import { expect } from 'chai';
import fc from 'fast-check';
import { createExecutor } from '../../../sim/nn/execute.js';
import { floatNetworkText } from '../../../sim/nn/float-network-text.js';
import { floatTensors, withFloatParameters } from '../../../sim/nn/float-parameters.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { readQcf, writeQcf } from '../../../sim/nn/parameters/qcf.js';
import { quantizeTensor } from '../../../sim/nn/quantize/min-max.js';
import { quantizeMinMax } from '../../../sim/nn/quantize/min-max-network.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFloats } from '../../helpers/random-floats.js';
import { smallNetwork } from '../../helpers/small-network.js';

const bits = fc.option(fc.integer({ min: 1, max: 16 }), { nil: undefined });

describe('a network between minimum and maximum', () => {
  it('has every tensor of its parameters quantized, and nothing else', () => {
    fc.assert(
      fc.property(randomFloats, fc.integer({ min: 1, max: 16 }), ({ network }, weights) => {
        const quantized = quantizeMinMax(network, { weights });
        const expected = floatTensors(network).map((tensor) => ({
          ...tensor,
          numbers: quantizeTensor(tensor.numbers, weights),
        }));
        expect(floatTensors(quantized)).to.deep.equal(expected);
        expect(
          withFloatParameters(
            quantized,
            floatTensors(network).map(({ numbers }) => numbers),
            '',
          ),
        ).to.deep.equal(network);
      }),
    );
  });

  it('has every ReLU quantized, or that of one layer', () => {
    const relus = randomFloats.filter(
      ({ network }) => network.layers.filter(({ op }) => op === 'floatRelu').length > 1,
    );
    fc.assert(
      fc.property(relus, ({ network }) => {
        const all = quantizeMinMax(network, { activations: 3 }).layers.filter((layer) => layer.op === 'floatRelu');
        for (const layer of all) expect(layer).to.include({ bits: 3 });
        const [{ name }] = all;
        const one = quantizeMinMax(network, { activations: 3 }, { layer: name });
        const changed = one.layers.filter((layer, index) => layer !== network.layers[index]);
        expect(changed.map((layer) => layer.name)).to.deep.equal([name]);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same from the files that are written', async () => {
    await fc.assert(
      fc.asyncProperty(randomFloats, bits, bits, async ({ network, pixels, images }, weights, inputs) => {
        const given = { ...(weights === undefined ? {} : { weights }), ...(inputs === undefined ? {} : { inputs }) };
        const cropped = { ...network, input: { ...network.input, centralCrop: 0.5 } };
        const quantized = quantizeMinMax(cropped, given, { stored: 'byte' });
        const { network: bare, parametersFile } = parseNetwork(floatNetworkText(quantized, 'n.qcf'), 'n.yaml');
        expect(parametersFile).to.equal('n.qcf');
        expect(bare.input).to.deep.equal(quantized.input);
        const file = writeQcf(
          floatTensors(quantized).map(({ numbers }) => numbers),
          32,
        );
        const read = withFloatParameters(bare, readQcf(file, 'n.qcf'), 'n.qcf');
        const outputs = await createExecutor(quantized, { backend: 'wasm' }).run(pixels, images);
        expect(await createExecutor(read, { backend: 'wasm' }).run(pixels, images)).to.deep.equal(outputs);
      }),
    );
  });

  it('is none of codes, and has activations only where there is a ReLU', () => {
    expect(inputErrorOf(() => quantizeMinMax(smallNetwork([4, 1]), { weights: 4 }))).to.equal(
      'network small is not one of real numbers, which alone are quantized',
    );
    const [{ network }] = fc.sample(
      randomFloats.filter(({ network: { layers } }) => layers.every(({ op }) => op !== 'floatRelu')),
      { numRuns: 1, seed: 2 },
    );
    expect(inputErrorOf(() => quantizeMinMax(network, { activations: 4 }))).to.equal(
      'network random has no floatRelu, whose outputs are the activations',
    );
  });
});
