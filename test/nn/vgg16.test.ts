import { statSync } from 'node:fs';
import { expect } from 'chai';
import { packagePath } from '../../sim/core/package-root.js';
import { accuracyOf } from '../../sim/drivers/accuracy.js';
import { loadPictures } from '../../sim/drivers/load-pictures.js';
import { requireLabels } from '../../sim/drivers/quantize-network.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { floatTensors } from '../../sim/nn/float-parameters.js';
import { hasParameters, layerMacs } from '../../sim/nn/network.js';
import { costsOf } from '../../sim/nn/prune/operations.js';
import { quantizeMinMax } from '../../sim/nn/quantize/min-max-network.js';
import { sharedData } from '../helpers/shared-data.js';

describe('vgg16', function () {
  this.timeout(60_000);
  const network = loadNamedNetwork('vgg16');

  it('has the layers of the document in a quarter of the width, and its weights in at most 4 MB', () => {
    const convolutions = network.layers.filter(({ op }) => op === 'floatConvolution');
    expect(convolutions.map(({ outputShape }) => outputShape.join('x'))).to.deep.equal([
      ...['32x32x16', '32x32x16', '16x16x32', '16x16x32', '8x8x64', '8x8x64', '8x8x64'],
      ...['4x4x128', '4x4x128', '4x4x128', '2x2x128', '2x2x128', '2x2x128'],
    ]);
    expect(network.layers.filter(({ op }) => op === 'floatBatchNorm')).to.have.lengthOf(13);
    const head = network.layers.filter(({ op }) => op === 'floatFullyConnected');
    expect(head.map(({ outputShape }) => outputShape)).to.deep.equal([[512], [512], [10]]);
    expect(network.layers.reduce((sum, layer) => sum + layerMacs(layer), 0)).to.equal(20_239_360);
    expect(hasParameters(network)).to.equal(true);
    const numbers = floatTensors(network).reduce((sum, tensor) => sum + tensor.numbers.length, 0);
    expect(numbers).to.equal(1_258_842);
    expect(statSync(packagePath('networks/vgg16.qcf')).size).to.be.at.most(4e6);
  });

  it('classifies test images as it did when it was measured, in real numbers and quantized', async function () {
    const pictures = requireLabels(await loadPictures(network, [sharedData(this, 'cifar10/test.bin.gz')]));
    const all = quantizeMinMax(network, { weights: 4, inputs: 4, activations: 4 });
    expect(await accuracyOf(network, pictures, 200)).to.deep.equal({ correct: 185, total: 200 });
    expect(await accuracyOf(all, pictures, 200)).to.deep.equal({ correct: 162, total: 200 });
  });
});

describe('vgg16-pruned', function () {
  this.timeout(60_000);
  const network = loadNamedNetwork('vgg16-pruned');

  it('has half of the operations of vgg16, the same layers, and its weights in half a megabyte', () => {
    const whole = loadNamedNetwork('vgg16');
    expect(network.layers.map(({ name, op }) => [name, op])).to.deep.equal(
      whole.layers.map(({ name, op }) => [name, op]),
    );
    expect(costsOf(network).ops / costsOf(whole).ops).to.be.closeTo(0.5, 0.005);
    expect(statSync(packagePath('networks/vgg16-pruned.qcf')).size).to.be.at.most(0.5e6);
  });

  it('classifies test images as it did when it was measured', async function () {
    const pictures = requireLabels(await loadPictures(network, [sharedData(this, 'cifar10/test.bin.gz')]));
    expect(await accuracyOf(network, pictures, 200)).to.deep.equal({ correct: 180, total: 200 });
  });
});
