import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MOBILENET_ARCHIVE } from '../helpers/mobilenet.js';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const PHOTO = 'imagenet-samples/n02101388_Brittany_spaniel.JPEG';
const NAMES = 'models/imagenet_labels.txt';

/** A residual block of random weights is not needed for cycles: a network file without parameters. */
const RESIDUAL = `schema: qcycle.network/1
name: residual
input: { shape: [16, 16, 8], type: { bits: 8, encoding: signed }, range: [-128, 127] }
output: { rule: largest, classes: 4 }
layers:
  - { name: conv, op: integerConvolution, outputChannels: 8, kernel: 3, padding: 1, requantize: { rule: scale }, activation: { bits: 8, encoding: signed } }
  - { name: sum, op: add, inputs: [input, conv], activation: { bits: 8, encoding: signed } }
  - { name: pool, op: integerMaxPool, kernel: 2, stride: 2 }
  - { name: flat, op: reshape, shape: [512] }
  - { name: fc, op: integerFullyConnected, outputFeatures: 4, requantize: { rule: scale }, activation: { bits: 8, encoding: signed } }
`;

const SCHEDULE = `schema: qcycle.schedule/1
name: by-hand
network: residual
layers:
  - { layer: conv, input: L3, output: L2, tile: { rows: 8 } }
  - { layer: sum, input: [L3, L2], output: L2, tile: { elements: 512 } }
  - { layer: pool, input: L2, output: L2, tile: { channels: 8, rows: 4 } }
  - { layer: fc, input: L2, output: L2 }
`;

/** Imports a model of the shared data, and gives the network file. */
async function imported(model: string, folder: string): Promise<string> {
  const { code, stderr } = await qcycle(['import', model, '--out', folder, '--json', join(folder, 'import.json')]);
  expect([code, stderr]).to.deep.equal([0, '']);
  return join(folder, `${model.split('/').pop()!.replace('.tflite', '')}.yaml`);
}

describe('qcycle run on GAP8 of what was imported', function () {
  this.timeout(120_000);

  it('gives the classes of a photo by the network itself, and cycles by our schedule', async function () {
    const [model, photo, names] = [
      sharedData(this, 'models/mobilenet_v1_0.5_160_quant.tflite'),
      sharedData(this, PHOTO),
      sharedData(this, NAMES),
    ];
    await inTemporaryFolder(async (folder) => {
      const json = join(folder, 'run.json');
      const network = await imported(model, folder);
      const run = ['run', network, '--board', 'gapuino', '--input', photo, '--class-names', names, '--predictions'];
      const { code, stdout, stderr } = await qcycle([...run, '--json', '-']);
      expect([code, stderr]).to.deep.equal([0, '']);
      const { layers, predictions, topClasses, untimed, macs } = JSON.parse(stdout);
      expect(predictions).to.deep.equal([216]);
      expect(topClasses[0]).to.have.length(5);
      expect(topClasses[0][0]).to.deep.include({ index: 216, label: 'Brittany spaniel' });
      expect(topClasses[0][0].probability).to.be.within(0.5, 1);
      expect(untimed).to.deep.equal({ layers: ['softmax-30'], runsOn: 'the fabric controller, in software' });
      expect(macs).to.equal(layers.reduce((sum: number, layer: { macs: number }) => sum + layer.macs, 0));
      writeFileSync(json, stdout);
      const page = await qcycle(['view', json, '--json', '-', '--html', join(folder, 'report.html')]);
      expect(page.code).to.equal(0);
      expect(JSON.parse(page.stdout).charts.map(({ chart }: { chart: string }) => chart)).to.include('top-classes');
    });
  });

  it('runs a residual network: ResNet-8', async function () {
    const model = sharedData(this, 'models/resnet8_cifar10_int8.tflite');
    const input = sharedData(this, 'cifar10/test.bin.gz');
    await inTemporaryFolder(async (folder) => {
      const network = await imported(model, folder);
      const { code, stdout, stderr } = await qcycle([
        'run',
        network,
        '--board',
        'gapuino',
        '--input',
        input,
        '--images',
        '10',
      ]);
      expect([code, stderr]).to.deep.equal([0, '']);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.filter((line) => /^image \d+: class \d \d+\.\d\d %, /.test(line))).to.have.length(10);
      expect(lines).to.include('not timed: softmax-15, on the fabric controller, in software');
      expect(lines.find((line) => line.startsWith('accuracy'))).to.match(/\((9|10) of 10\)$/);
    });
  });

  it('tells the scores of the published network, whose last layer is no softmax', async function () {
    const [params, photo, names] = [MOBILENET_ARCHIVE, PHOTO, NAMES].map((file) => sharedData(this, file));
    const run = ['run', 'mobilenet-v1', '--params', params, '--input', photo];
    const { stdout } = await qcycle([...run, '--class-names', names]);
    expect(stdout.trimEnd().split('\n').at(-1)).to.match(/^image 1: Brittany spaniel 31 888, Welsh springer spaniel /);
    const { stdout: unnamed } = await qcycle(run);
    expect(unnamed.trimEnd().split('\n').at(-1)).to.match(/^image 1: class 215 31 888, class 218 /);
  });

  it('takes a schedule for a graph, and refuses maps that are not where they are written', async () => {
    await inTemporaryFolder(async (folder) => {
      const [network, schedule] = [join(folder, 'residual.yaml'), join(folder, 's.yaml')];
      writeFileSync(network, RESIDUAL);
      const run = ['run', network, '--board', 'gapuino', '--timing-only', '--schedule', schedule, '--json', '-'];
      writeFileSync(schedule, SCHEDULE);
      const { code, stdout } = await qcycle(run);
      expect(code).to.equal(0);
      expect(JSON.parse(stdout).layers.map(({ op }: { op: string }) => op)).to.deep.equal([
        ...['convolution', 'add', 'maxPool', 'fullyConnected'],
      ]);
      for (const [part, replacement, message] of [
        ['[L3, L2]', '[L3, L3]', '6:31: layers.1.input.1: sum: found L3, allowed: L2, where conv leaves it'],
        ['[L3, L2]', '[L3]', '6:26: layers.1.input: sum: found 1 memories, allowed: 2, one for each map that it reads'],
        [
          'output: L2, tile: { rows: 8 }',
          'output: L2, im2col: false',
          '5:51: layers.0.im2col: found false, allowed: true, its window cannot be slid',
        ],
        [
          '{ elements: 512 }',
          '{ rows: 2 }',
          '6:62: layers.1.tile.rows: a layer of the kind add is not cut by rows, allowed: elements',
        ],
      ] as const) {
        writeFileSync(schedule, SCHEDULE.replace(part, replacement));
        const { code: refused, stderr } = await qcycle(run);
        expect(refused).to.equal(2);
        expect(stderr.replace(`${folder}/`, '')).to.equal(`qcycle: s.yaml:${message}\n`);
      }
    });
  });
});
