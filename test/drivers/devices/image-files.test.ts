import { expect } from 'chai';
import { imageFile } from '../../../sim/drivers/devices/image-files.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { readCifar } from '../../../sim/nn/data/cifar.js';
import { readIdx } from '../../../sim/nn/data/idx.js';
import { pixelsPerImage } from '../../../sim/nn/network.js';
import { digitsJob } from '../../helpers/devices.js';
import { randomFrom, randomPixels } from '../../helpers/random-layer.js';

describe('imageFile', () => {
  it('writes digits as idx', () => {
    const job = digitsJob('lfc-w1a1', 3);
    const { shape, data } = readIdx(imageFile(job), 'images.bin');
    expect(shape).to.deep.equal([3, 28, 28]);
    expect(data).to.deep.equal(job.pictures!.pixels.subarray(0, 3 * 784));
  });

  it('writes pictures in colour as the binary version of CIFAR-10', () => {
    const network = loadNamedNetwork('cnv-w1a1');
    const pixels = randomPixels(randomFrom(3), 2 * pixelsPerImage(network.input));
    const job = { ...digitsJob('lfc-w1a1', 2), network, pictures: { pixels } };
    expect(readCifar(imageFile(job), 'images.bin').pixels).to.deep.equal(pixels);
  });
});
