import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const NETWORK = `
schema: qcycle.network/1
name: small
input: { shape: [6, 6, 2], type: { bits: 8, encoding: signed }, range: [-128, 127] }
layers:
  - { name: conv, op: integerConvolution, outputChannels: 2, kernel: 3, padding: 1, activation: { bits: 8, encoding: signed }, requantize: { rule: scale } }
  - { name: sum, op: add, inputs: [conv, input], activation: { bits: 8, encoding: signed } }
  - { name: classes, op: softmax, activation: { bits: 8, encoding: unsigned } }
`;

describe('a network of integers on the fabric', function () {
  this.timeout(120_000);

  it('runs in a folding that is chosen for the board, or in a given one', async () => {
    await inTemporaryFolder(async (folder) => {
      const [network, fold] = [join(folder, 'small.yaml'), join(folder, 'fold.yaml')];
      writeFileSync(network, NETWORK);
      const common = [network, '--board', 'pynq-z1'];
      const run = ['run', ...common, '--timing-only', '--images', '4', '--json', '-'];
      const chosen = await qcycle(run);
      expect(chosen.code, chosen.stderr).to.equal(0);
      expect(chosen.stderr).to.match(
        /^left to the host: classes \(softmax\)\nchoosing a folding of 2 layers for pynq-z1\nfolding chosen for pynq-z1: [\d ]+ of 53 200 LUT, /,
      );
      const { layers, cyclesPerImage } = JSON.parse(chosen.stdout);
      expect(layers.map(({ name }: { name: string }) => name)).to.deep.equal(['conv', 'sum']);

      const explored = await qcycle(['explore', ...common, '--members', '2', '--write-fold', fold, '--json', '-']);
      expect(explored.code, explored.stderr).to.equal(0);
      const { members, best } = JSON.parse(explored.stdout);
      const fastest = members.find(({ name }: { name: string }) => name === best);
      expect(fastest.intervalCycles).to.be.at.most(cyclesPerImage);

      const given = await qcycle([...run.slice(0, -3), '400', '--json', '-', '--fold', fold]);
      expect(given.code, given.stderr).to.equal(0);
      expect(JSON.parse(given.stdout).cyclesPerImage).to.be.closeTo(
        fastest.intervalCycles,
        0.1 * fastest.intervalCycles,
      );

      const sized = await qcycle(['fifo', ...common, '--fold', fold, '--json', '-']);
      expect(sized.code, sized.stderr).to.equal(0);
      const { fifos, unboundedIntervalCycles, intervalCycles } = JSON.parse(sized.stdout);
      expect(intervalCycles).to.equal(unboundedIntervalCycles);
      expect(fifos.map(({ name }: { name: string }) => name)).to.include.members(['memIn.conv', 'memIn.sum', 'inter0']);
    });
  });

  it('is refused in forms of other tools', async () => {
    await inTemporaryFolder(async (folder) => {
      const [network, fold] = [join(folder, 'small.yaml'), join(folder, 'fold.json')];
      writeFileSync(network, NETWORK);
      writeFileSync(fold, '{ "Defaults": {} }');
      const { code, stderr } = await qcycle(['run', network, '--board', 'pynq-z1', '--timing-only', '--fold', fold]);
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^qcycle: layer conv: found integerConvolution, allowed: convolution, fullyConnected, maxPool/,
      );
    });
  });
});
