import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const LFC = ['explore', 'lfc-w1a1', '--board', 'pynq-z1'];

async function expectRefused(args: readonly string[], line: RegExp): Promise<void> {
  const { code, stdout, stderr } = await qcycle(args);
  expect(stderr).to.match(line);
  expect(stderr.trim().split('\n')).to.have.length(1);
  expect([stdout, code]).to.deep.equal(['', 2]);
}

describe('qcycle explore', function () {
  this.timeout(60_000);

  it('finds a folding of LFC that is 1.6 times as fast as the published one for what that costs', async () => {
    const { code, stdout } = await qcycle([...LFC, '--budget', 'published', '--members', '2', '--json', '-']);
    expect(code).to.equal(0);
    const { members, references, best, budget } = JSON.parse(stdout);
    const [winner] = members;
    const published = references.find(({ name }: { name: string }) => name === 'published');
    expect([winner.name, winner.fits, winner.steady]).to.deep.equal([best, true, true]);
    expect(published.intervalCycles).to.equal(841);
    expect(published.intervalCycles / winner.intervalCycles).to.be.at.least(1.6);
    expect(winner.resources.lut).to.be.at.most(published.resources.lut);
    expect(winner.resources.bram18).to.be.at.most(published.resources.bram18);
    expect([budget.lut, budget.bram18]).to.deep.equal([published.resources.lut, published.resources.bram18]);
  });

  it('writes a folding that run takes and that is as fast there, and a row of CSV for each design', async () => {
    await inTemporaryFolder(async (folder) => {
      const [fold, csv, html] = ['fold.yaml', 'members.csv', 'chart.html'].map((name) => join(folder, name));
      const files = ['--write-fold', fold, '--csv', csv, '--html', html, '--quiet'];
      const found = await qcycle([...LFC, '--budget', 'published', '--members', '1', ...files]);
      expect([found.code, found.stdout]).to.deep.equal([0, '']);
      expect(readFileSync(html, 'utf8')).to.include('Foldings of lfc-w1a1 on pynq-z1');
      const rows = readFileSync(csv, 'utf8').trim().split('\n');
      expect(rows.map((row) => row.split(',')[0])).to.deep.equal(['name', 'm1', 'published', 'SetFolding']);
      const run = ['run', 'lfc-w1a1', '--board', 'pynq-z1', '--fold', fold, '--timing-only', '--images', '1600'];
      const { cycles } = JSON.parse((await qcycle([...run, '--json', '-'])).stdout);
      expect(cycles).to.be.within(512 * 1600, 512 * 1600 + 5000);
    });
  });

  it('writes a record that view draws', async () => {
    await inTemporaryFolder(async (folder) => {
      const record = join(folder, 'explore.json');
      await qcycle([...LFC, '--members', '2', '--json', record, '--quiet']);
      const { code, stdout } = await qcycle(['view', record, '--svg', folder]);
      expect(code).to.equal(0);
      expect(stdout).to.include('pareto-lut.svg').and.to.include('pareto-bram.svg');
    });
  });

  it('keeps results in a store, and takes them from there', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [...LFC, '--members', '2', '--store', join(folder, 'store'), '--json', '-'];
      const [first, second] = [JSON.parse((await qcycle(args)).stdout), JSON.parse((await qcycle(args)).stdout)];
      expect(second.members).to.deep.equal(first.members);
      expect(existsSync(join(folder, 'store'))).to.equal(true);
    });
  });

  it('refuses what cannot be reached, and says what can', async () => {
    await expectRefused(
      [...LFC, '--target-fps', '1000000'],
      /^qcycle: no folding of lfc-w1a1 reaches 1000000 frames\/s on pynq-z1 within the budget; the nearest reachable: 195312$/m,
    );
    await expectRefused(
      [...LFC, '--budget', 'lut=100,bram=1'],
      /^qcycle: no folding of lfc-w1a1 keeps the budget lut=100,bram=1; the nearest reachable: lut=\d+,bram=\d+(\.5)?$/m,
    );
  });

  it('refuses unknown objectives, budgets and networks of the offload engine', async () => {
    await expectRefused([...LFC, '--objective', 'speed'], /'speed' is invalid.*fps, lut, energy-proxy/);
    await expectRefused([...LFC, '--budget', 'luts=1'], /Found luts=1, allowed: lut=\.\., bram=\.\./);
    await expectRefused([...LFC, '--budget', 'lut=NaN'], /Found NaN, allowed: a number of lut above 0/);
    await expectRefused([...LFC, '--target-fps', '-1'], /Found -1, allowed: a number of frames a second above 0/);
    await expectRefused(['explore', 'dorefanet'], /dorefanet runs on the offload engine w1a2, which has no folding/i);
  });
});

describe('qcycle fifo', function () {
  this.timeout(60_000);

  it('finds the depths of LFC, and writes an overlay with them', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'overlay.yaml');
      const { code, stdout } = await qcycle(['fifo', 'lfc-w1a1', '--board', 'pynq-z1', '--write', file, '--json', '-']);
      expect(code).to.equal(0);
      const { intervalCycles, unboundedIntervalCycles, given, fifos } = JSON.parse(stdout);
      expect([intervalCycles, unboundedIntervalCycles, given.intervalCycles]).to.deep.equal([512, 512, 841]);
      for (const { depth, peak } of fifos) expect(peak).to.be.at.most(depth);
      const run = ['run', 'lfc-w1a1', '--board', 'pynq-z1', '--fold', file, '--timing-only', '--images', '1600'];
      const { cycles } = JSON.parse((await qcycle([...run, '--json', '-'])).stdout);
      expect(cycles).to.be.within(512 * 1600, 512 * 1600 + 5000);
    });
  });

  it('names the deadlock of a pipeline file, and writes the file with the depths that avoid it', async () => {
    await inTemporaryFolder(async (folder) => {
      const [file, sized] = ['residual.yaml', 'sized.yaml'].map((name) => join(folder, name));
      const blocks = [
        '{ type: duplicate, name: dup }',
        '{ type: fifo, name: bypass, depth: 2, from: [dup] }',
        '{ type: mvtu, name: conv, MW: 5, MH: 5, PE: 1, SIMD: 1, vectors: 5, from: [dup] }',
        '{ type: add, name: join, from: [conv, bypass] }',
      ];
      const head = 'library: hls\nframes: 2\ninputBeatsPerFrame: 25\noutputBeatsPerFrame: 25\nblocks:\n';
      writeFileSync(file, `${head}${blocks.map((block) => `  - ${block}\n`).join('')}`);
      const { code, stdout, stderr } = await qcycle(['fifo', file, '--write', sized]);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.match(/as it is, deadlock in cycle \d+, circle: .*dup.*join/);
      const run = JSON.parse((await qcycle(['pipeline', sized, '--json', '-'])).stdout);
      expect(run.deadlock).to.equal(null);
    });
  });

  it('refuses a slowdown that is none, a board for a file, and the offload engine', async () => {
    await expectRefused(
      ['fifo', 'lfc-w1a1', '--max-slowdown', '2'],
      /Found 2, allowed: a percentage from 0%, such as 2%/,
    );
    await expectRefused(['fifo', 'dorefanet'], /dorefanet runs on the offload engine w1a2, whose FIFOs are its own/i);
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'p.yaml');
      writeFileSync(file, 'library: hls\nblocks: []\n');
      await expectRefused(
        ['fifo', file, '--board', 'pynq-z1'],
        /p\.yaml: --board is for networks, found a pipeline file/,
      );
    });
  });
});
