import { expect } from 'chai';
import { dumpLayers } from '../../sim/drivers/layer-dump.js';
import { computeValues, judge } from '../../sim/drivers/values.js';
import { readNpy } from '../../sim/nn/data/npy.js';
import { readPlanes } from '../../sim/nn/data/planes.js';
import { valueRange } from '../../sim/nn/data-type.js';
import { createExecutor } from '../../sim/nn/execute.js';
import { isIntegerMatrixLayer, type Network } from '../../sim/nn/network.js';
import { loadMobilenet, mobilenetFile } from '../helpers/mobilenet.js';

/** The image that the original application comes with. */
function originalInput(test: Mocha.Context, { input }: Network): Uint8Array {
  return readPlanes(mobilenetFile(test, 'L0_INPUT.bin'), 'L0_INPUT.bin', input);
}

describe("GAP8's MobileNetV1 with the original parameters", () => {
  it('gives class 144 for the original input', async function () {
    const network = loadMobilenet(this);
    const pixels = originalInput(this, network);
    const outputs = await computeValues({ network, images: 1 }, pixels);
    const { predictions, scores } = judge({ network, pictures: { pixels } }, outputs);
    expect(predictions).to.deep.equal([144]);
    expect(scores![0][144]).to.equal(12394);
  });

  it('gives that class too where the average is the quotient, which differs in 14 of 1024 channels', function () {
    const network = loadMobilenet(this);
    const layers = network.layers.map((layer) =>
      layer.op === 'averagePool' ? ({ ...layer, division: 'floor' } as const) : layer,
    );
    const pictures = { pixels: originalInput(this, network) };
    const [reciprocal, floor] = [network, { ...network, layers }].map((each) => {
      const dumps = dumpLayers({ network: each, images: 1, pictures });
      const [pool, last] = dumps.slice(-2).map(({ name, bytes }) => readNpy(bytes, name).data);
      return { pool, last };
    });
    expect(reciprocal.pool.filter((value, channel) => value !== floor.pool[channel])).to.have.lengthOf(14);
    expect([reciprocal, floor].map(({ last }) => last.indexOf(Math.max(...last)))).to.deep.equal([144, 144]);
  });

  it('has the same scores by the reference and the kernels', async function () {
    const network = loadMobilenet(this);
    const pixels = originalInput(this, network);
    const [expected, found] = await Promise.all(
      (['reference', 'wasm'] as const).map((backend) => createExecutor(network, { backend }).run(pixels, 1)),
    );
    expect(found).to.deep.equal(expected);
  });

  it('has parameters with which no product leaves 32 bits', function () {
    const network = loadMobilenet(this);
    for (const layer of network.layers.filter(isIntegerMatrixLayer)) {
      const { weights, bias, multipliers } = layer.parameters!;
      const { min, max } = valueRange(layer.inputType);
      const { requantization } = layer;
      if (requantization.rule === 'scale') throw new RangeError(layer.name);
      for (let row = 0; row < layer.mh; row++) {
        const ofRow = weights.subarray(row * layer.mw, (row + 1) * layer.mw);
        const sumOf = (extreme: (a: number, b: number) => number) =>
          ofRow.reduce((sum, weight) => sum + extreme(weight * min, weight * max), 0);
        const shifted = bias[row] * 2 ** requantization.biasShift;
        const sums = [sumOf(Math.min) + shifted, sumOf(Math.max) + shifted];
        const largest = Math.max(...sums.map(Math.abs)) * (multipliers[row] ?? 1);
        expect(largest).to.be.lessThan(2 ** 31, `${layer.name}, row ${row}`);
      }
    }
  });
});
