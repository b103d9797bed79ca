import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { gap8Table } from '../../sim/cli/gap8-table.js';
import { loadTrace } from '../../sim/cli/traces.js';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const CAUSES = ['compute', 'fork', 'dma', 'l3', 'events'];

interface Slice {
  readonly tid: number;
  readonly name: string;
  readonly args: { readonly layer: string; readonly tile?: number; readonly slab?: number };
}

describe('the table of MobileNetV1 on GAP8', () => {
  const table = gap8Table();
  const layers = table.rows.slice(1);

  it('has the total and all 29 layers, with the operations and quotients of the document to the last digit', () => {
    const { rows: published } = loadTrace('gap8-mobilenet-v1');
    expect(table.rows).to.have.length(30);
    for (const [index, { model }] of table.rows.entries()) {
      const { operations, operationsPerCycle } = published[index].measured;
      expect(model.operations).to.equal(operations);
      expect(model.operationsPerCycle).to.equal(operationsPerCycle);
    }
  });

  it('agrees with the document: mean 4 %, total 2 %, no row above 10 %; 8 % with kernels as derived alone', () => {
    const { mapePercent, totalErrorPercent, maxErrorPercent } = table.summary;
    expect(mapePercent).to.be.below(4);
    expect(Math.abs(totalErrorPercent!)).to.be.below(2);
    expect(maxErrorPercent).to.be.below(10);
    const errors = layers.map(({ errorPercent }) => Math.abs(errorPercent.derivedCycles!));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).to.be.below(8);
    expect(table.notes?.[0]).to.match(/^kernels as derived alone: mean magnitude 3\.\d+ %/);
  });

  it('has one cause for each cycle, and sums of the layers in its first row', () => {
    for (const { model } of table.rows) {
      expect(CAUSES.reduce((sum, cause) => sum + model[`${cause}Cycles`]!, 0)).to.equal(model.cycles);
    }
    expect(layers.reduce((sum, { model }) => sum + model.cycles!, 0)).to.equal(table.rows[0].model.cycles);
  });

  it('rests on 7 calibrated constants', () => {
    const board = readText(packagePath('sim/gap8/boards/gapuino.yaml'));
    expect(board.match(/status: calibrated/g)).to.have.length(7);
  });
});

describe('qcycle on a board with a GAP8', function () {
  this.timeout(60_000);

  it('runs the published schedule, and writes a timeline of tiles, DMA and HyperRAM', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'timeline.json');
      const args = ['run', 'mobilenet-v1', '--board', 'gapuino', '--timing-only', '--json', '-', '--timeline', file];
      const { code, stdout, stderr } = await qcycle(args);
      expect([code, stderr]).to.deep.equal([0, '']);
      const run = JSON.parse(stdout);
      expect(run).to.deep.include({
        schema: 'qcycle.run/1',
        machine: 'gap8',
        board: 'gapuino',
        clockMHz: 150,
        macs: 568740352,
      });
      expect(run.layers).to.have.length(29);
      expect(Object.keys(run.layers[0].causes)).to.deep.equal(CAUSES);
      const { traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
      const tracks = traceEvents.filter(({ name }: { name: string }) => name === 'thread_name');
      expect(tracks.map(({ args: { name } }: { args: { name: string } }) => name)).to.deep.equal([
        'layers',
        'cluster (kernels)',
        'cluster DMA (L2 and L1)',
        'HyperRAM (L3 and L2)',
      ]);
      const slices = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X');
      expect(slices.filter(({ name }: { name: string }) => name === 'fork')).to.have.length(4867);
      const tilesOf = (layer: string, tid: number, name: string): number[] =>
        slices
          .filter((each: Slice) => each.args.layer === layer && each.tid === tid && each.name === name)
          .map(({ args: { tile, slab } }: Slice) => tile ?? slab);
      const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
      for (const [tid, name] of [
        [1, 'fork'],
        [1, 'pointwise'],
        [2, 'input in'],
        [2, 'output out'],
        [3, 'input in'],
        [3, 'output out'],
      ] as const) {
        expect(tilesOf('L6', tid, name), name).to.deep.equal(upTo(Math.ceil((56 * 56) / 48)));
      }
      expect(tilesOf('L3', 3, 'L4.weights in')).to.deep.equal([0]);
      expect(slices.filter(({ args }: Slice) => args.layer === undefined)).to.deep.equal([]);
      for (const tid of [0, 1, 2, 3]) {
        let end = 0;
        for (const { ts, dur } of slices.filter((each: { tid: number }) => each.tid === tid)) {
          expect(ts).to.be.at.least(end);
          end = ts + dur;
        }
      }
    });
  });

  it('covers only the cycles that were asked for', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'timeline.json');
      await qcycle([
        'run',
        'mobilenet-v1',
        '--timing-only',
        '--quiet',
        '--timeline',
        file,
        '--trace-window',
        '0:100000',
      ]);
      const { traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
      const layers = traceEvents.filter(({ ph, tid }: { ph: string; tid: number }) => ph === 'X' && tid === 0);
      expect(layers.map(({ name }: { name: string }) => name)).to.deep.equal(['L0']);
    });
  });

  it('takes a schedule from a file, and refuses one that does not fit', async () => {
    const text = readText(packagePath('sim/gap8/schedules/published-mobilenet-v1.yaml'));
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 's.yaml');
      const run = ['run', 'mobilenet-v1', '--timing-only', '--json', '-', '--schedule', file];
      writeFileSync(file, text.replace('{ pixels: 48 }', '{ pixels: 56 }'));
      const wider = await qcycle(run);
      expect([wider.code, wider.stderr]).to.deep.equal([0, '']);
      writeFileSync(file, text.replace('{ pixels: 48 }', '{ pixels: 70 }'));
      const { code, stderr } = await qcycle(run);
      expect(code).to.equal(2);
      expect(stderr.replace(folder, 'FOLDER')).to.equal(
        'qcycle: FOLDER/s.yaml:17:62: layers.6.tile: L6: tiles of 70 pixels take 52608 bytes of L1, 2608 more than the 50000 allowed\n',
      );
    });
  });

  it('takes the published schedule for the shipped network and its copies, our own for others of its name', async () => {
    const text = readText(packagePath('networks/mobilenet-v1.yaml'));
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'net.yaml');
      const run = ['run', file, '--board', 'gapuino', '--timing-only', '--json', '-', '--schedule'];
      writeFileSync(file, text);
      expect((await qcycle([...run, 'published'])).code).to.equal(0);
      writeFileSync(file, text.replace('[224, 224, 3]', '[128, 128, 3]').replace('kernel: 7', 'kernel: 4'));
      const smaller = await qcycle(run.slice(0, -1));
      expect([smaller.code, smaller.stderr]).to.deep.equal([0, '']);
      const { code, stderr } = await qcycle([...run, 'published']);
      expect([code, stderr]).to.deep.equal([
        2,
        'qcycle: no schedule is published for the layers of mobilenet-v1 and the memories of gapuino, allowed: own, or a file\n',
      ]);
    });
  });

  for (const [args, message] of [
    [
      ['mobilenet-v1', '--board', 'gapuino'],
      'mobilenet-v1 has no weights: give --params, or --timing-only for cycles alone',
    ],
    [['mobilenet-v1', '--timing-only', '--fold', 'x.yaml'], '--fold is not for boards with a GAP8'],
    [['mobilenet-v1', '--timing-only', '--engine', 'tick'], '--engine tick, allowed: event on a board with a GAP8'],
    [['mobilenet-v1', '--timing-only', '--schedule', 'ow'], 'unknown schedule ow, allowed: own, published, or a file'],
    [['lfc-w1a1', '--timing-only', '--schedule', 'own'], '--schedule is not for pipelines on an FPGA'],
    [
      ['mobilenet-v1', '--timing-only', '--board', 'gapuno'],
      'unknown board gapuno, allowed: gapuino, kv260, pynq-z1, pynq-z2, ultra96, zcu102, zcu104 (did you mean gapuino?)',
    ],
  ] as const) {
    it(`refuses run ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await qcycle(['run', ...args]);
      expect({ code, stdout, stderr }).to.deep.equal({ code: 2, stdout: '', stderr: `qcycle: ${message}\n` });
    });
  }

  it('refuses a layer that the machine cannot run', async () => {
    const { code, stderr } = await qcycle(['run', 'dorefanet', '--board', 'gapuino', '--timing-only']);
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^qcycle: conv1: a convolution in 2 groups of 68 to 180 channels, which GAP8 cannot run, allowed: .*\n$/,
    );
  });

  it('runs what was imported with our schedule: a fully connected network', async () => {
    const { code, stdout } = await qcycle(['run', 'lfc-w1a1', '--board', 'gapuino', '--timing-only', '--json', '-']);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout).layers.map(({ op }: { op: string }) => op)).to.deep.equal(
      Array(4).fill('fullyConnected'),
    );
  });

  it('lists the board and the network', async () => {
    const { stdout: boards } = await qcycle(['boards', '--json', '-']);
    expect(JSON.parse(boards).map(({ name }: { name: string }) => name)).to.include('gapuino');
    const { stdout: networks } = await qcycle(['networks', '--json', '-']);
    expect(JSON.parse(networks).map(({ name }: { name: string }) => name)).to.include('mobilenet-v1');
  });
});
