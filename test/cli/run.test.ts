import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run } from '../../sim/core/index.js';
import { readNpy } from '../../sim/nn/data/npy.js';
import { mnistTestImages, mnistTestLabels, writeIdx } from '../../sim/nn/index.js';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** The record that `run` prints with these arguments. */
async function runJson(...args: string[]): Promise<Run> {
  const { code, stdout, stderr } = await qcycle(['run', ...args, '--json', '-']);
  expect(stderr).to.equal('');
  expect(code).to.equal(0);
  return JSON.parse(stdout);
}

describe('qcycle run', function () {
  this.timeout(30_000);

  for (const [name, correct, original, published] of [
    ['lfc-w1a1', 9861, 'bnn-pynq/params/mnist/lfcW1A1/lfcW1A1.tar', 9840],
    ['lfc-w1a2', 9888, 'bnn-pynq/params/mnist/lfcW1A2/lfcW1A2.tar', 9849],
  ] as const) {
    it(`classifies the MNIST test set with ${name} and says where the cycles go`, async () => {
      const run = await runJson(name);
      expect(run.schema).to.equal('qcycle.run/1');
      expect(run.accuracy).to.deep.equal({ correct, total: 10_000 });
      expect(run.board).to.equal('ultra96');
      expect(run.microsecondsPerImage).to.be.closeTo(2.804, 0.0005);
      expect(run.layers.map(({ causes }) => causes.busy / run.images)).to.deep.equal([416, 512, 512, 512]);
      expect(run).not.to.have.any.keys('predictions', 'scores');
    });

    it(`gives exactly the published accuracy of ${name} with the original parameters`, async function () {
      const params = sharedData(this, original);
      const run = await runJson(name, '--params', params, '--predictions');
      expect(run.accuracy).to.deep.equal({ correct: published, total: 10_000 });
      const labels = mnistTestLabels();
      expect(run.predictions!.filter((predicted, image) => predicted === labels[image])).to.have.lengthOf(published);
    });
  }

  it('takes pictures and labels from files, and puts predictions and scores into the record', async () => {
    await inTemporaryFolder(async (folder) => {
      const [images, labels] = [join(folder, 'images'), join(folder, 'labels')];
      writeFileSync(images, writeIdx({ shape: [3, 28, 28], data: mnistTestImages().data.subarray(0, 3 * 784) }));
      writeFileSync(labels, writeIdx({ shape: [6], data: Uint8Array.of(7, 2, 1, 7, 2, 0) }));
      const run = await runJson('lfc-w1a1', '--input', images, images, '--labels', labels, '--predictions', '--scores');
      expect(run.images).to.equal(6);
      expect(run.predictions).to.deep.equal([7, 2, 1, 7, 2, 1]);
      expect(run.accuracy).to.deep.equal({ correct: 5, total: 6 });
      expect(run.scores![0]).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    });
  });

  it('gives the scores that the hardware printed for a picture on cnv-w1a2, and its layers', async function () {
    const params = sharedData(this, 'bnn-pynq/params/cifar10/cnvW1A2/cnvW1A2.tar');
    const picture = sharedData(this, 'bnn-pynq/pictures/deer.jpg');
    await inTemporaryFolder(async (folder) => {
      const options = ['--params', params, '--input', picture, '--predictions', '--scores', '--dump-layers', folder];
      const run = await runJson('cnv-w1a2', ...options);
      expect(run.scores).to.deep.equal([[-20, -46, -38, -6, 268, 6, -14, -28, -38, -30]]);
      expect(run.predictions).to.deep.equal([4]);
      expect(run).not.to.have.property('accuracy');
      const shapes = ['L0', 'L1', 'L3', 'L5', 'L8'].map(
        (layer) => readNpy(readFileSync(join(folder, `${layer}.npy`)), layer).shape,
      );
      expect(shapes).to.deep.equal([[30, 30, 64], [14, 14, 64], [5, 5, 128], [1, 1, 256], [64]]);
      expect(readdirSync(folder)).to.have.lengthOf(9);
    });
  });

  it('finds the same cycles with both engines, and 512 an image with the analytic one', async () => {
    const timing = (engine: string) => runJson('lfc-w1a1', '--timing-only', '--images', '40', '--engine', engine);
    const [event, tick, analytic] = await Promise.all(['event', 'tick', 'analytic'].map(timing));
    const { wallSeconds: _, ...ofEvent } = event;
    const { wallSeconds: __, ...ofTick } = tick;
    expect({ ...ofTick, engine: 'event' }).to.deep.equal(ofEvent);
    expect(analytic.cyclesPerImage).to.equal(512);
  });

  it('takes other FIFO depths and foldings', async () => {
    const deep = await runJson('lfc-w1a1', '--timing-only', '--fifo', 'inter0=64,inter1=64,inter2=64');
    expect(deep.cyclesPerImage).to.be.closeTo(512, 0.5);
    await inTemporaryFolder(async (folder) => {
      const fold = join(folder, 'fold.yaml');
      const lanes = { pe: 32, simd: 16 };
      const layers = ['L0', 'L1', 'L2', 'L3'].map((name) => ({ name, ...lanes }));
      writeFileSync(fold, JSON.stringify({ schema: 'qcycle.overlay/1', network: 'lfc-w1a1', layers }));
      const run = await runJson('lfc-w1a1', '--timing-only', '--images', '2', '--fold', fold);
      expect(run.layers.map(({ idealCycles }) => idealCycles)).to.deep.equal([1664, 2048, 2048, 128]);
    });
  });

  it('writes layers, handshakes and a timeline', async () => {
    await inTemporaryFolder(async (folder) => {
      const [vcd, timeline, dump] = ['lfc.vcd', 'lfc.json', 'dump'].map((name) => join(folder, name));
      const window = ['--trace-window', '100:200', '--trace-streams', 'inter0'];
      await runJson(
        'lfc-w1a2',
        '--images',
        '2',
        '--vcd',
        vcd,
        '--timeline',
        timeline,
        '--dump-layers',
        dump,
        ...window,
      );
      expect(readFileSync(vcd, 'utf8')).to.match(/\$scope module inter0 \$end/);
      const { traceEvents } = JSON.parse(readFileSync(timeline, 'utf8'));
      const slices = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X');
      expect(slices.every(({ ts, dur }: { ts: number; dur: number }) => ts >= 100 && ts + dur <= 200)).to.equal(true);
      const { shape, data } = readNpy(readFileSync(join(dump, 'L1.npy')), 'L1.npy');
      expect(shape).to.deep.equal([2, 1024]);
      expect([...new Set(data)].sort()).to.deep.equal([-1, 0, 1]);
    });
  });

  it('prints a table with what was measured on silicon beside it', async () => {
    const { stdout } = await qcycle(['run', 'lfc-w1a1']);
    expect(stdout).to.include(
      'measured: 28 040.00 us (LFC notebook of BNN-PYNQ on an Ultra96); the model differs by -0.01 %',
    );
    expect(stdout).to.include('bottleneck: L1 has the most work');
  });

  it('writes nothing to stdout when it is quiet', async () => {
    expect(await qcycle(['run', 'lfc-w1a1', '--quiet'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
  });
});
