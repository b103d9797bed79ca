import { expect } from 'chai';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { importOnnx } from '../../../../sim/nn/import/onnx/import-onnx.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { pixelsPerImage } from '../../../../sim/nn/network.js';
import { runReference } from '../../../../sim/nn/reference/network.js';
import { pixelTensor, valuesInGraph } from '../../../helpers/onnx-inputs.js';
import { OnnxOracle, type Optimization } from '../../../helpers/onnx-oracle.js';
import { writeOnnx } from '../../../helpers/onnx-writer.js';
import { type QuantizedForm, randomQuantized } from '../../../helpers/qdq-graphs.js';
import { randomFrom, randomPixels } from '../../../helpers/random-layer.js';

const MODELS = 200;
const IMAGES = 2;
const CASES: readonly [form: QuantizedForm, optimization: Optimization, withMeans: boolean][] = [
  ['QLinear', 'disabled', false],
  ['QLinear', 'all', true],
  ['QDQ', 'all', true],
  ['QDQ', 'disabled', false],
];

describe('imported ONNX models of 8-bit integers and ONNX Runtime give the same codes', () => {
  for (const [form, optimization, withMeans] of CASES) {
    it(`${MODELS} models of ${form}, optimization ${optimization}`, async function () {
      const oracle = OnnxOracle.load(this);
      let [codes, wrong] = [0, 0];
      for (let index = 1; index <= MODELS; index++) {
        const random = randomFrom(2 * index);
        const draft = randomQuantized((least, largest) => least + random(largest - least + 1), form, withMeans);
        const model = writeOnnx(draft);
        const { network } = importOnnx(model, `model ${index}`, { name: 'm' });
        const graph = planGraph(readModel(model, 'm'));
        const last = network.layers[network.layers.length - 1];
        for (let image = 0; image < IMAGES; image++) {
          const pixels = randomPixels(random, pixelsPerImage(network.input));
          const x = pixelTensor(graph, network, pixels, 'single');
          const { data } = await oracle.run(model, new Map([['x', x]]), optimization);
          const found = valuesInGraph(last, runReference(network, pixels).get(last.name)!);
          codes += found.length;
          wrong += found.filter((code, place) => code !== data[place]).length;
        }
      }
      expect({ codes, wrong }).to.deep.equal({ codes, wrong: 0 });
    });
  }
});
