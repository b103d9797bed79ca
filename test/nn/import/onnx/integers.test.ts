import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../../../sim/core/input/input-error.js';
import { createExecutor } from '../../../../sim/nn/execute.js';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { importOnnx } from '../../../../sim/nn/import/onnx/import-onnx.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { pixelsPerImage } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { readQci } from '../../../../sim/nn/parameters/qci.js';
import { runReference } from '../../../../sim/nn/reference/network.js';
import { withIntegerParameters } from '../../../../sim/nn/with-integer-parameters.js';
import { pixelTensor, valuesInGraph } from '../../../helpers/onnx-inputs.js';
import { writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomQuantized } from '../../../helpers/qdq-graphs.js';
import { randomFrom, randomPixels } from '../../../helpers/random-layer.js';

/** A model drawn from a seed, anew where its pixels are rounded as no rule of the network language says. */
const modelFrom = (seed: number): Uint8Array => {
  const random = randomFrom(seed);
  for (;;) {
    const model = writeOnnx(randomQuantized((least, largest) => least + random(largest - least + 1), 'QLinear', false));
    try {
      importOnnx(model, 'm.onnx', { name: 'm' });
      return model;
    } catch (error) {
      if (!(error instanceof InputError && error.message.includes('by a rule that is no range'))) throw error;
    }
  }
};

describe('importing ONNX models of 8-bit integers', () => {
  it('gives layers of integers that give the codes of the graph', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const model = modelFrom(seed);
        const { network } = importOnnx(model, 'm.onnx', { name: 'm' });
        const graph = planGraph(readModel(model, 'm.onnx'));
        const last = network.layers[network.layers.length - 1];
        const random = randomFrom(seed);
        for (let image = 0; image < 2; image++) {
          const pixels = randomPixels(random, pixelsPerImage(network.input));
          const x = pixelTensor(graph, network, pixels, 'single');
          const expected = executeGraph(graph, new Map([['x', x]]), 'single').get('y')!;
          const found = runReference(network, pixels).get(last.name)!;
          expect(valuesInGraph(last, found)).to.deep.equal([...expected.data]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives a network that the kernels and the reference run alike, and files that say the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { yaml, parameters, network } = importOnnx(modelFrom(seed), 'm.onnx', { name: 'm' });
        const file = parseNetwork(yaml, 'm.yaml');
        expect(withIntegerParameters(file.network, readQci(parameters, 'm.qci'), 'm.qci')).to.deep.equal(network);
        const pixels = randomPixels(randomFrom(seed), 2 * pixelsPerImage(network.input));
        const [expected, found] = await Promise.all(
          (['reference', 'wasm'] as const).map((backend) => createExecutor(network, { backend }).run(pixels, 2)),
        );
        expect(found).to.deep.equal(expected);
      }),
      { numRuns: 20 },
    );
  });
});
