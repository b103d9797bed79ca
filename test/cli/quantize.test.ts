import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { floatTensors } from '../../sim/nn/float-parameters.js';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { writeQcf } from '../../sim/nn/parameters/qcf.js';
import { quantizeTensor } from '../../sim/nn/quantize/min-max.js';
import { qcycle } from '../helpers/qcycle.js';
import { withRandomFloats } from '../helpers/random-floats.js';
import { randomFrom, randomPixels } from '../helpers/random-layer.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const IMAGES = 600;
const TEXT = `
schema: qcycle.network/1
name: small
dataset: cifar10
input: { shape: [32, 32, 3], type: { bits: 32, encoding: float } }
output: { rule: largestReal, classes: 10 }
parameters: small.qcf
layers:
  - { name: conv, op: floatConvolution, outputChannels: 4, kernel: 4, stride: 4 }
  - { name: norm, op: floatBatchNorm }
  - { name: relu, op: floatRelu }
  - { name: fc, op: floatFullyConnected, outputFeatures: 10 }`;

/** A network with random parameters and pictures in a folder: what is asked of them, and the files. */
async function withFiles(
  act: (files: { readonly network: string; readonly pictures: string; readonly folder: string }) => Promise<void>,
) {
  await inTemporaryFolder(async (folder) => {
    const random = randomFrom(3);
    const network = join(folder, 'small.yaml');
    const tensors = floatTensors(withRandomFloats(random, parseNetwork(TEXT, network).network));
    writeFileSync(network, TEXT);
    writeFileSync(
      join(folder, 'small.qcf'),
      writeQcf(
        tensors.map(({ numbers }) => numbers),
        32,
      ),
    );
    const pictures = join(folder, 'pictures.bin');
    const records = randomPixels(random, IMAGES * 3073);
    for (let image = 0; image < IMAGES; image++) records[image * 3073] %= 10;
    writeFileSync(pictures, records);
    await act({ network, pictures, folder });
  });
}

describe('qcycle quantize', function () {
  this.timeout(60_000);

  it('measures accuracy against bits, with the progress of the document and the worst layers', async () => {
    await withFiles(async ({ network, pictures, folder }) => {
      const json = join(folder, 'bits.json');
      const bits = ['--weights', '8..6', '--activations', '2', '--input', pictures];
      const { code, stdout, stderr } = await qcycle(['quantize', network, ...bits, '--json', json]);
      expect(code, stderr).to.equal(0);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.slice(0, 2)).to.deep.equal(['float', 'Testing Progress Images [501/600]']);
      expect(lines[2]).to.match(/^Accuracy of the network on the 600 test images: \d+ %$/);
      expect(lines.filter((line) => line.includes('of weights'))).to.deep.equal([
        '8 bits of weights, 2 of activations',
        '7 bits of weights, 2 of activations',
        '6 bits of weights, 2 of activations',
      ]);
      expect(stdout).to.include('worst layers');
      const record = JSON.parse(readFileSync(json, 'utf8'));
      expect(record).to.include({ schema: 'qcycle.quantization/1', network: 'small', scheme: 'minmax' });
      expect(record.float.total).to.equal(IMAGES);
      expect(record.rows.map(({ weights }: { weights: number }) => weights)).to.deep.equal([8, 7, 6]);
      expect(record.worstLayers.map(({ layer }: { layer: string }) => layer).sort()).to.deep.equal([
        'conv',
        'fc',
        'norm',
        'relu',
      ]);
      const drawn = await qcycle(['view', json, '--svg', folder, '--quiet']);
      expect(drawn).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(join(folder, 'accuracy.svg'), 'utf8')).to.match(/^<svg/);
    });
  });

  it('writes the quantized network', async () => {
    await withFiles(async ({ network, folder }) => {
      const out = join(folder, 'out');
      mkdirSync(out);
      const { code, stdout } = await qcycle(['quantize', network, '--weights', '3', '--inputs', '4', '--out', out]);
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: `${out}/small-w3i4.yaml\n${out}/small-w3i4.qcf\n` });
      const written = loadNetwork(join(out, 'small-w3i4.yaml'));
      const expected = floatTensors(loadNetwork(network)).map(({ numbers }) => quantizeTensor(numbers, 3));
      expect(floatTensors(written).map(({ numbers }) => numbers)).to.deep.equal(expected);
      expect(written.input.pixels).to.deep.include({ quantization: { bits: 4, stored: 'real' } });
    });
  });

  const refused: [behaviour: string, options: string[], message: string | RegExp][] = [
    ['nothing to do', ['--weights', '4'], 'qcycle: nothing to do: give --input, --out or both\n'],
    ['17 bits', ['--weights', '17'], /found 17, allowed: a whole number from 1 to 16/i],
    ['0 bits', ['--activations', '3..0'], /found 0, allowed: a whole number from 1 to 16/i],
    [
      'lists of two lengths',
      ['--weights', '4..2', '--inputs', '4,3', '--out', 'x'],
      'qcycle: --inputs has 2 numbers of bits, allowed: 1 or 3\n',
    ],
    [
      'several networks to write',
      ['--weights', '4..2', '--out', 'x'],
      'qcycle: --out writes one network, found 3 numbers of bits\n',
    ],
  ];
  for (const [behaviour, options, message] of refused) {
    it(`refuses ${behaviour}`, async () => {
      const { code, stdout, stderr } = await qcycle(['quantize', 'vgg16', ...options]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      if (typeof message === 'string') expect(stderr).to.equal(message);
      else expect(stderr).to.match(message);
    });
  }

  it('refuses a network that is not one of real numbers', async () => {
    const { code, stderr } = await qcycle(['quantize', 'lfc-w1a1', '--weights', '4', '--out', 'x']);
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'qcycle: network lfc-w1a1 is not one of real numbers, which alone are quantized\n',
    });
  });
});
