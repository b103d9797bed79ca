import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run } from '../../sim/core/run.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { writeDogsAndCatsNetwork, writePictures } from '../helpers/dogs-and-cats.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['run', 'mobilenet-v1-0.25-128', '--timing-only', '--board'];

async function run(...args: string[]): Promise<Run> {
  const { code, stdout, stderr } = await qcycle([...SMALL, ...args, '--json', '-']);
  expect(stderr).to.equal('');
  expect(code).to.equal(0);
  return JSON.parse(stdout);
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await qcycle(args);
  expect(code).to.equal(2);
  return stderr.trim();
}

describe('a board with a DPU', () => {
  it('runs a network as the application does, and prints its throughput', async () => {
    const { stdout } = await qcycle([...SMALL, 'zcu102', '--threads', '4', '--images', '500']);
    expect(stdout).to.match(/throughput \d+\.\d\d frames\/s, total frames 500, time \d+\.\d{4} s/);
    expect(stdout).to.match(/bound by/);
  });

  it('times a network that comes without weights, and says that it does no more', async () => {
    const bare = ['run', 'mobilenet-v1-0.25-128', '--board', 'zcu102', '--threads', '4', '--images', '500'];
    const [plain, timed] = await Promise.all([qcycle(bare), qcycle([...bare, '--timing-only'])]);
    expect(plain.stderr).to.equal('mobilenet-v1-0.25-128 has no weights: its time alone\n');
    expect(plain.stdout).to.equal(timed.stdout);
  });

  it('tells how many of the pictures of a folder are right whose names are those of their classes', () =>
    inTemporaryFolder(async (folder) => {
      const { file, network } = writeDogsAndCatsNetwork(folder);
      const images = join(folder, 'images');
      mkdirSync(images);
      const labels = Array.from({ length: 20 }, (_, index) => ['dog', 'cat'][(index * 7) % 3 === 0 ? 0 : 1]);
      const { pictures } = writePictures(
        images,
        labels.map((label, index) => `${label}.${index}.png`),
      );
      const right = pictures.filter((pixels, index) => {
        const [dog, cat] = runReference(network, pixels).get('F')!;
        return labels[index] === (cat > dog ? 'cat' : 'dog');
      });
      const { stdout } = await qcycle(['run', file, '--board', 'zcu102', '--threads', '8', '--input', images]);
      expect(right.length).to.be.within(1, 19);
      const accuracy = (right.length / 20).toFixed(4);
      expect(stdout)
        .to.match(/\nthroughput \d+\.\d\d frames\/s, total frames 20, time \d\.\d{4} s\n/)
        .and.contain(`\ncorrect ${right.length}, wrong ${20 - right.length}, accuracy ${accuracy}`);
    }));

  it('is faster with more threads, and slower where pictures have to be prepared', async () => {
    const [one, two, endToEnd] = [
      await run('zcu102'),
      await run('zcu102', '--threads', '2', '--images', '50'),
      await run('zcu102', '--end-to-end'),
    ];
    expect(two.imagesPerSecond).to.be.above(one.imagesPerSecond);
    expect(endToEnd.cycles).to.be.above(one.cycles);
  });

  it('writes a timeline of four engines a core', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'timeline.json');
      await run('zcu104', '--threads', '2', '--images', '2', '--timeline', file);
      const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as {
        traceEvents: { name: string; args: { name?: string } }[];
      };
      const tracks = traceEvents.filter(({ name }) => name === 'thread_name').map(({ args }) => args.name);
      expect(tracks).to.deep.equal(
        ['core 1', 'core 2'].flatMap((core) => ['LOAD', 'SAVE', 'CONV', 'MISC'].map((engine) => `${core} ${engine}`)),
      );
    });
  });

  it('tells how many threads it takes to keep it busy', async () => {
    const { threadCurve } = await run('kv260', '--profile');
    expect(threadCurve!.points.map(({ threads }) => threads)).to.deep.equal(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
    expect(threadCurve!.saturationThreads).to.equal(2);
  });

  it('has a listing of the instructions of a network', async () => {
    const { stdout } = await qcycle(['emit', 'dpu-listing', 'mobilenet-v1-0.25-128', '--board', 'kv260']);
    expect(stdout).to.match(/^; mobilenet-v1-0.25-128 for a DPU B4096\n/);
    expect(stdout).to.match(/\nCONV {5}wait L-C-/);
    expect(stdout.trimEnd()).to.match(/\nEND {6}wait ---- give ----$/);
  });

  it('is told from boards that are not modelled', async () => {
    const { stdout } = await qcycle(['boards']);
    expect(stdout)
      .to.match(/u280.*DPUCAHX8L/)
      .and.match(/vck190.*DPUCVDX8G/);
    expect(await refusal('run', 'resnet50', '--timing-only', '--board', 'u280')).to.match(
      /^qcycle: u280 is not modelled: .*allowed: .*zcu102/,
    );
  });

  it('refuses what it cannot do in one line', async () => {
    expect(await refusal(...SMALL, 'zcu102', '--threads', '0')).to.match(
      /Found 0, allowed: a whole number from 1 to 1024/,
    );
    expect(await refusal(...SMALL, 'gapuino', '--threads', '2')).to.equal(
      'qcycle: --threads is not for boards with a GAP8',
    );
    expect(await refusal(...SMALL, 'zcu102', '--schedule', 'own')).to.equal(
      'qcycle: --schedule is not for boards with a DPU',
    );
    expect(await refusal('emit', 'dpu-listing', 'resnet50', '--board', 'gapuino')).to.match(
      /^qcycle: gapuino carries no DPU, allowed: kv260, zcu102, zcu104$/,
    );
    expect(await refusal('run', 'lfc-w1a1', '--timing-only', '--board', 'zcu102')).to.match(
      /^qcycle: L0: a layer of the kind fullyConnected, allowed on the DPU/,
    );
  });
});

describe('the tables of the DPU', () => {
  it('have the four runs of the tutorial, and say where the published rows are missing', async () => {
    const { code, stdout } = await qcycle(['tables', 'dpu-mobilenet-v2', 'dpu-zoo', '--json', '-']);
    expect(code).to.equal(0);
    const [tutorial, zoo] = JSON.parse(stdout);
    const measured = [
      { framesPerSecond: 284.48, seconds: 17.5758 },
      { framesPerSecond: 752.72, seconds: 6.6426 },
      { framesPerSecond: 425.99, seconds: 11.7374 },
      { framesPerSecond: 1189.79, seconds: 4.2024 },
    ];
    for (const [index, row] of tutorial.rows.entries()) {
      expect(row.measured).to.include(measured[index]);
      expect(Math.abs(row.errorPercent.framesPerSecond), row.name).to.be.below(5);
    }
    const ranges = tutorial.rows.filter(({ model }: { model: { middle: number | null } }) => model.middle !== null);
    expect(ranges.map(({ name }: { name: string }) => name)).to.deep.equal([
      'mobilenet-v2-pruned, 1 thread',
      'mobilenet-v2-pruned, 8 threads',
    ]);
    for (const { model, errorPercent } of ranges) {
      expect(model.slowest).to.be.below(model.framesPerSecond);
      expect(errorPercent.slowest).to.be.below(0);
      expect(errorPercent.fastest).to.be.above(0);
      expect(Math.abs(errorPercent.middle)).to.be.below(8);
      expect((model.fastest - model.slowest) / model.middle).to.be.at.most(0.2);
    }
    expect(tutorial.notes[0]).to.match(/uniform in multiples of 2: \d+\.\d; .* % in multiples of 2, the default/);
    expect(zoo.rows).to.deep.equal([]);
    expect(zoo.notes[0]).to.match(/no folder of data is given/);
  });
});
