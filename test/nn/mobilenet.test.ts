import { expect } from 'chai';
import { computeValues, judge } from '../../sim/drivers/values.js';
import { readPlanes } from '../../sim/nn/data/planes.js';
import { valueRange } from '../../sim/nn/data-type.js';
import { createExecutor } from '../../sim/nn/execute.js';
import { isIntegerMatrixLayer, type Network } from '../../sim/nn/network.js';
import { averagePool } from '../../sim/nn/reference/average-pool.js';
import { integerFullyConnected } from '../../sim/nn/reference/integer-fully-connected.js';
import { runReference } from '../../sim/nn/reference/network.js';
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

  it('has the scores of the reference, and the class with either division, which differ in 14 of 1024 averages', async function () {
    const network = loadMobilenet(this);
    const pixels = originalInput(this, network);
    const found = await createExecutor(network, { backend: 'wasm' }).run(pixels, 1);
    const values = runReference(network, pixels);
    expect([...new Int32Array(found.words.buffer)]).to.deep.equal([...values.get('L28')!]);

    const [pool, last] = network.layers.slice(-2);
    if (pool.op !== 'averagePool' || last.op !== 'integerFullyConnected') throw new RangeError(last.op);
    const floored = averagePool({ ...pool, division: 'floor' }, values.get('L26')!);
    expect(floored.filter((value, channel) => value !== values.get('L27')![channel])).to.have.lengthOf(14);
    const scores = integerFullyConnected(last, floored);
    expect(scores.indexOf(Math.max(...scores))).to.equal(144);
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
