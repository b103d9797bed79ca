import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { isIntegerMatrixLayer } from '../../sim/nn/network.js';
import { costsOf } from '../../sim/nn/prune/operations.js';
import { writeDogsAndCatsNetwork, writePictures } from '../helpers/dogs-and-cats.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

describe('qcycle prune', function () {
  this.timeout(60_000);

  it('writes networks of every step, with weights, and says what was removed', () =>
    inTemporaryFolder(async (folder) => {
      const { file } = writeDogsAndCatsNetwork(folder);
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
      const { file } = writeDogsAndCatsNetwork(folder);
      const { files } = writePictures(folder, ['dog.1.png', 'cat.2.png', 'cat.3.png']);
      const analysed = await qcycle(['prune', file, '--analyse', '--input', ...files, '--out', folder]);
      expect([analysed.code, analysed.stderr]).to.deep.equal([0, '']);
      expect(analysed.stdout).to.contain('accuracy on 3 images');
      const sensitivity = join(folder, 'small-sensitivity.yaml');
      const { code, stdout } = await qcycle(['prune', file, '--ratio', '0.3', '--sensitivity', sensitivity]);
      expect([code, stdout.split('\n')[1]]).to.deep.equal([0, 'losses are accuracy on 3 images']);
    }));

  it('tells what it gains on a board with a DPU, also of a network of real numbers', async () => {
    const board = ['--board', 'zcu104', '--threads', '4', '--json', '-'];
    const gains = [];
    for (const network of ['mobilenet-v1-0.25-128', 'vgg16']) {
      const { stdout, stderr } = await qcycle(['prune', network, '--ratio', '0.5', ...board]);
      expect(stderr).to.equal('');
      const { gain } = JSON.parse(stdout);
      expect([gain.board, gain.threads]).to.deep.equal(['zcu104', 4]);
      expect(gain.framesPerSecond.after).to.be.above(gain.framesPerSecond.before);
      gains.push(gain.framesPerSecond);
    }
    const { stdout } = await qcycle(['run', 'mobilenet-v1-0.25-128', '--timing-only', '--images', '5000', ...board]);
    expect(gains[0].before).to.be.closeTo(JSON.parse(stdout).imagesPerSecond, 1e-6);
  });

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
    [
      'boards without a DPU',
      ['mobilenet-v2', '--ratio', '0.5', '--board', 'gapuino'],
      /^qcycle: gapuino carries no DPU, allowed: kv260, zcu102, zcu104$/,
    ],
    [
      'threads without a board',
      ['mobilenet-v2', '--ratio', '0.5', '--threads', '8'],
      /^qcycle: --threads are those on a board: give --board$/,
    ],
    [
      'a board for an analysis',
      ['mobilenet-v2', '--analyse', '--board', 'zcu102'],
      /^qcycle: --board tells what pruning gains: no --analyse with it$/,
    ],
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
