import { expect } from 'chai';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { randomTensors } from '../../../helpers/onnx-inputs.js';
import { SINGLE_ONNX_OPERATORS } from '../../../helpers/onnx-operators.js';
import { OnnxOracle } from '../../../helpers/onnx-oracle.js';
import { writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomFrom } from '../../../helpers/random-layer.js';

const MODELS_OF_AN_OPERATOR = 100;
/** Of sums in 32-bit floating point, which the runtime adds up in another order. */
const TOLERANCE = 2e-6;

describe('the reference of ONNX graphs and ONNX Runtime agree', () => {
  for (const [name, make] of Object.entries(SINGLE_ONNX_OPERATORS)) {
    it(`${MODELS_OF_AN_OPERATOR} models of ${name}`, async function () {
      const oracle = OnnxOracle.load(this);
      const random = randomFrom(1);
      for (let index = 0; index < MODELS_OF_AN_OPERATOR; index++) {
        const draft = make((least, largest) => least + random(largest - least + 1));
        const bytes = writeOnnx(draft);
        const graph = planGraph(readModel(bytes, `model ${index}`));
        const inputs = randomTensors(graph, random);
        const found = executeGraph(graph, inputs, 'single').get('y')!;
        const expected = await oracle.run(bytes, inputs);
        const what = `model ${index}: ${JSON.stringify(draft.nodes)}`;
        expect(found.shape).to.deep.equal(expected.shape, what);
        expect(graph.types.get('y')).to.deep.include({ type: found.type, shape: found.shape });
        if (found.type !== 'FLOAT') expect([...found.data]).to.deep.equal(expected.data, what);
        else expectNear([...found.data], expected.data, what);
      }
    });
  }
});

function expectNear(found: readonly number[], expected: readonly number[], what: string): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  found.forEach((value, place) => {
    expect(Math.abs(value - expected[place])).to.be.at.most(TOLERANCE * largest, `${what}, place ${place}`);
  });
}
