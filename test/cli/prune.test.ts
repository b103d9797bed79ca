import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { isIntegerMatrixLayer } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { writeQci } from '../../sim/nn/parameters/qci.js';
import { costsOf } from '../../sim/nn/prune/operations.js';
import { pngOf } from '../helpers/png-of.js';
import { qcycle } from '../helpers/qcycle.js';
import { randomFrom } from '../helpers/random-layer.js';
import { withRandomParameters } from '../helpers/random-powers.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = `schema: qcycle.network/1
name: small
input: { shape: [6, 6, 3], type: { bits: 8, encoding: signed }, range: [-128, 127], centralCrop: 1 }
output: { rule: largest, classes: [dog, cat] }
parameters: small.qci
layers:
  - { name: C, op: integerConvolution, outputChannels: 16, kernel: 3, requantize: { rule: powerOfTwo, shift: 10 } }
  - { name: D, op: integerConvolution, outputChannels: 16, kernel: 3, groups: 16, requantize: { rule: powerOfTwo, shift: 6 } }
  - { name: F, op: integerFullyConnected, outputFeatures: 2, requantize: { rule: powerOfTwo, shift: 8 } }
`;

/** Writes the small network with weights. @returns its file */
function writeSmall(folder: string): string {
  const file = join(folder, 'small.yaml');
  const { layers } = withRandomParameters(parseNetwork(SMALL, file).network, randomFrom(3));
  writeFileSync(file, SMALL);
  const parameters = layers.filter(isIntegerMatrixLayer).map((layer) => layer.parameters!);
  writeFileSync(join(folder, 'small.qci'), writeQci(parameters));
  return file;
}

describe('qcycle prune', function () {
  this.timeout(60_000);

  it('writes networks of every step, with weights, and says what was removed', () =>
    inTemporaryFolder(async (folder) => {
      const file = writeSmall(folder);
      const out = join(folder, 'out', 'pruned');
      const args = ['prune', file, '--ratio', '0.5', '--steps', '2', '--out', out, '--json', '-'];
      const { code, stdout, stderr } = await qcycle(args);
      expect([code, stderr]).to.deep.equal([0, '']);
      const { schema, pruned, reduction, steps, groups, layers, files, before, after } = JSON.parse(stdout);
      expect([schema, pruned]).to.deep.equal(['qcycle.prune/1', 'small-pruned']);
      const names = ['small-pruned-step1', 'small-pruned'];
      expect(files).to.deep.equal(names.flatMap((name) => [join(out, `${name}.yaml`), join(out, `${name}.qci`)]));
      expect(steps.map(({ network, ratio }: Record<string, unknown>) => [network, ratio])).to.deep.equal([
        [names[0], 0.25],
        [names[1], 0.5],
      ]);
      expect(reduction).to.be.closeTo(0.5, 0.07);
      expect(groups).to.deep.equal([
        { name: 'C', layers: ['C', 'D'], joined: false, channels: 16, kept: 8, lanes: 16 },
      ]);
      expect(layers.map(({ name }: { name: string }) => name)).to.deep.equal(['C', 'D', 'F']);
      const network = loadNetwork(join(out, 'small-pruned.yaml'));
      expect(costsOf(network)).to.deep.equal(after);
      expect(before.macs * (1 - reduction)).to.be.closeTo(after.macs, 1);
      expect(
        network.layers.filter(isIntegerMatrixLayer).map(({ parameters }) => parameters?.bias.length),
      ).to.deep.equal([8, 8, 2]);
    }));

  it('analyses by the classes that pictures are named after, and prunes by what it found', () =>
    inTemporaryFolder(async (folder) => {
      const file = writeSmall(folder);
      const pictures = ['dog.1.png', 'cat.2.png', 'cat.3.png'].map((name, index) => {
        const path = join(folder, name);
        const line = [0, ...Array.from({ length: 18 }, (_, place) => (place * 37 * (index + 1)) % 256)];
        writeFileSync(path, pngOf({ width: 6, height: 6, lines: Array(6).fill(line).flat() }));
        return path;
      });
      const analysed = await qcycle(['prune', file, '--analyse', '--input', ...pictures, '--out', folder]);
      expect([analysed.code, analysed.stderr]).to.deep.equal([0, '']);
      expect(analysed.stdout).to.contain('accuracy on 3 images');
      const sensitivity = join(folder, 'small-sensitivity.yaml');
      const { code, stdout } = await qcycle(['prune', file, '--ratio', '0.3', '--sensitivity', sensitivity]);
      expect([code, stdout.split('\n')[1]]).to.deep.equal([0, 'losses are accuracy on 3 images']);
    }));

  const refusals: [behaviour: string, args: string[], message: RegExp][] = [
    ['ratios outside of 0 to 1', ['mobilenet-v2', '--ratio', '1'], /Found 1, allowed: a number above 0 and below 1/],
    [
      'ratios that cannot be reached',
      ['mobilenet-v2', '--ratio', '0.99'],
      /^qcycle: found 99 % of the operations of mobilenet-v2, allowed: up to 97\.9 %/,
    ],
    ['nothing to do', ['mobilenet-v2'], /^qcycle: nothing to do: give --ratio, --like, or --analyse$/],
    [
      'two targets',
      ['mobilenet-v2', '--ratio', '0.5', '--like', 'mobilenet-v2-pruned'],
      /^qcycle: --like says how many channels stay/,
    ],
    [
      'other networks as a target',
      ['mobilenet-v2', '--like', 'resnet18'],
      /^qcycle: resnet18 has no such group of channels of conv, allowed: a network pruned from mobilenet-v2$/,
    ],
    [
      'unknown profiles',
      ['mobilenet-v2', '--ratio', '0.5', '--sensitivity', 'unifrom'],
      /did you mean uniform\?\), or a file$/,
    ],
    ['pictures for a network without weights', ['mobilenet-v2', '--analyse', '--input', 'a.png'], /^qcycle: /],
    ['networks of codes', ['lfc-w1a1', '--ratio', '0.5'], /^qcycle: layer L0 is a fullyConnected of codes/],
  ];
  for (const [behaviour, args, message] of refusals) {
    it(`refuses ${behaviour}`, async () => {
      const { code, stdout, stderr } = await qcycle(['prune', ...args]);
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr.trimEnd()).to.match(message);
    });
  }
});
