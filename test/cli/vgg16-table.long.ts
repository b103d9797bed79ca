import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { accuraciesOf } from '../../sim/cli/vgg16-accuracies.js';
import { vgg16Table } from '../../sim/cli/vgg16-table.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { withRandomFloats } from '../helpers/random-floats.js';
import { randomFrom, randomPixels } from '../helpers/random-layer.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const IMAGES = 30;
const TEXT = `
schema: qcycle.network/1
name: small
input: { shape: [32, 32, 3], type: { bits: 32, encoding: float } }
output: { rule: largestReal, classes: 10 }
layers:
  - { name: conv, op: floatConvolution, outputChannels: 4, kernel: 4, stride: 4 }
  - { name: relu, op: floatRelu }
  - { name: fc, op: floatFullyConnected, outputFeatures: 10 }`;

describe('the accuracies of the VGG16 table', function () {
  this.timeout(60_000);

  it('are measured once, and again where the network, the images or the bits differ', async () => {
    await inTemporaryFolder(async (folder) => {
      const random = randomFrom(4);
      const images = join(folder, 'test.bin');
      const records = randomPixels(random, IMAGES * 3073);
      for (let image = 0; image < IMAGES; image++) records[image * 3073] %= 10;
      writeFileSync(images, records);
      const network = withRandomFloats(random, parseNetwork(TEXT, 'small.yaml').network);
      const measure = async (rows: { weights?: number }[], of = network) => {
        const lines: string[] = [];
        const found = await accuraciesOf(of, images, rows, { store: join(folder, 'store') }, (line) =>
          lines.push(line),
        );
        return { found, titles: lines.filter((line) => !line.startsWith('Accuracy')) };
      };
      const first = await measure([{}, { weights: 3 }]);
      expect(first.titles).to.deep.equal(['float', '3 bits of weights']);
      expect(first.found.map(({ total }) => total)).to.deep.equal([IMAGES, IMAGES]);
      const second = await measure([{ weights: 3 }, {}, { weights: 2 }]);
      expect(second.titles).to.deep.equal(['2 bits of weights']);
      expect(second.found.slice(0, 2)).to.deep.equal([...first.found].reverse());
      const other = withRandomFloats(random, network);
      expect((await measure([{}], other)).titles).to.deep.equal(['float']);
      records[1] ^= 255;
      writeFileSync(images, records);
      expect((await measure([{}])).titles).to.deep.equal(['float']);
    });
  });
});

describe('the VGG16 table', function () {
  this.timeout(120_000);

  it('has what fits on which board, and says where it looked for the images', async () => {
    const { rows, notes } = await vgg16Table('/nowhere', { quiet: true });
    expect(notes![0]).to.equal(
      'no accuracies: /nowhere/cifar10/test.bin.gz is not there; give --data, the folder that has it',
    );
    expect(rows.map(({ name }) => name)).to.deep.equal([
      'float',
      ...[8, 7, 6, 5, 4, 3, 2].map((bits) => `${bits} bits`),
    ]);
    const fits = (board: string) =>
      rows.filter(({ model }) => model[`${board} framesPerSecond`] !== null).map(({ name }) => name);
    expect(fits('pynq-z1')).to.deep.equal(['4 bits', '3 bits', '2 bits']);
    expect(fits('ultra96')).to.deep.equal(['7 bits', '6 bits', '5 bits', '4 bits', '3 bits', '2 bits']);
    const brams = rows.slice(1).map(({ model }) => model['ultra96 bram36']!);
    for (const bram36 of brams.slice(1)) expect(bram36).to.be.at.most(216);
    expect(brams[0]).to.be.greaterThan(216);
    const onDpu = rows.filter(({ model }) => model['zcu102 framesPerSecond 8'] !== null);
    expect(onDpu.map(({ name }) => name)).to.deep.equal(['8 bits']);
    const [one, eight] = [1, 8].map((threads) => onDpu[0].model[`zcu102 framesPerSecond ${threads}`]!);
    expect(eight).to.be.greaterThan(2 * one);
  });
});
