import { expect } from 'chai';
import fc from 'fast-check';
import { decodeValue, FLOAT } from '../../../../sim/nn/data-type.js';
import { createExecutor } from '../../../../sim/nn/execute.js';
import { withFloatParameters } from '../../../../sim/nn/float-parameters.js';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { importOnnx } from '../../../../sim/nn/import/onnx/import-onnx.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { pixelsPerImage } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { getCode } from '../../../../sim/nn/packed-matrix.js';
import { readQcf } from '../../../../sim/nn/parameters/qcf.js';
import { randomFloats } from '../../../helpers/float-graphs.js';
import { pixelTensor } from '../../../helpers/onnx-inputs.js';
import { writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomFrom, randomPixels } from '../../../helpers/random-layer.js';

/** Sums are added up in another order. */
const TOLERANCE = 1e-4;

describe('importing ONNX models of real numbers', () => {
  it('gives layers of real numbers that compute what the graph computes, and files that say the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = randomFrom(seed);
        const model = writeOnnx(randomFloats((least, largest) => least + random(largest - least + 1)));
        const { network, yaml, parameters } = importOnnx(model, 'm.onnx', { name: 'm' });
        const file = parseNetwork(yaml, 'm.yaml');
        expect(withFloatParameters(file.network, readQcf(parameters, 'm.qcf'), 'm.qcf')).to.deep.equal(network);
        const graph = planGraph(readModel(model, 'm.onnx'));
        const pixels = randomPixels(random, pixelsPerImage(network.input));
        const x = pixelTensor(graph, network, pixels, 'single');
        const expected = [...executeGraph(graph, new Map([['x', x]]), 'single').get('y')!.data];
        const codes = await createExecutor(network).run(pixels, 1);
        const largest = Math.max(1, ...expected.map(Math.abs));
        expected.forEach((value, index) => {
          const found = decodeValue(FLOAT, getCode(codes, 0, index));
          expect(Math.abs(found - value)).to.be.at.most(TOLERANCE * largest);
        });
      }),
      { numRuns: 50 },
    );
  });
});
