import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadDpuBoard } from '../../../sim/dpu/index.js';
import { type DeviceResult, runJob } from '../../../sim/drivers/device.js';
import { checkDevice } from '../../../sim/drivers/devices/check-device.js';
import type { DpuJob, Gap8Job, Job } from '../../../sim/drivers/job.js';
import { judgeTiming } from '../../../sim/drivers/judge-device.js';
import { loadBoard, offloadOverlayFor, unfoldedOverlay } from '../../../sim/fabric/index.js';
import { gap8LayersOf, loadGap8Board, publishedSchedule } from '../../../sim/gap8/index.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { elements } from '../../../sim/nn/network.js';
import { getCode } from '../../../sim/nn/packed-matrix.js';
import { renderDeviceRun } from '../../../sim/report/index.js';
import { deviceFrom, digitsJob } from '../../helpers/devices.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { requirePython } from '../../helpers/python.js';
import { standIns, transcript } from '../../helpers/stand-ins.js';

let python: string;
let folder: string;
before(function () {
  python = requirePython(this);
  folder = mkdtempSync(join(tmpdir(), 'qcycle-boards-'));
});
after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** A Python whose programs see stand-ins for the tools of a board. */
function pythonWith(variables: Readonly<Record<string, string>>): string[] {
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return ['env', ...words, python];
}

async function resultOf(entry: object, job: Job): Promise<DeviceResult> {
  const device = deviceFrom(entry);
  try {
    return await runJob(device, job);
  } finally {
    await device.close();
  }
}

describe('a device of kind pynq, with stand-ins for the packages of the board', () => {
  const entryWith = (variables: Readonly<Record<string, string>> = {}) => ({
    kind: 'pynq',
    board: 'pynq-z1',
    // -I keeps the agent from PYTHONPATH, but not what it starts.
    python: pythonWith({ PYTHONPATH: standIns('pynq'), STAND_IN_CLASSES: join(folder, 'classes'), ...variables }),
    retries: 0,
  });
  before(() => writeFileSync(join(folder, 'classes'), '7\n2\n1\n0\n4\n1\n4\n9\n6\n9\n'));

  it('loads overlay, parameters and images of BNN-PYNQ, and tells classes and time', async () => {
    const { run, outputs } = await resultOf(entryWith(), digitsJob('lfc-w1a2', 10, 'pynq-z1'));
    expect(outputs).to.equal(null);
    expect(run.predictions).to.deep.equal([7, 2, 1, 0, 4, 1, 4, 9, 6, 9]);
    expect(run.accuracy).to.deep.equal({ correct: 9, total: 10 });
    expect(run).to.include({ device: 'lab', board: 'pynq-z1', clockMHz: 100, microseconds: 28.04, cycles: 2804 });
  });

  it('refuses another folding than that of the bitstream', async () => {
    const job = digitsJob('lfc-w1a1', 2, 'pynq-z1');
    const folded = { ...job, overlay: unfoldedOverlay(job.network) };
    expect(await inputErrorFrom(resultOf(entryWith(), folded))).to.match(/has the published folding of lfc-w1a1/);
  });

  it('runs offloaded layers by the steps of QNN-MO-PYNQ', async function () {
    if (spawnSync(python, ['-c', 'import numpy']).status !== 0) {
      this.test!.title += ' (missing: numpy)';
      this.skip();
    }
    const network = loadNamedNetwork('dorefanet');
    const codes = Uint8Array.from({ length: elements(network.input.shape) }, (_, index) => index % 4);
    const expected = Uint8Array.from({ length: 6 * 6 * 256 }, (_, index) => (index * 7) % 4);
    writeFileSync(join(folder, 'output'), expected);
    const board = loadBoard('pynq-z1');
    const overlay = offloadOverlayFor(network)!;
    const job = { network, board, overlay, images: 1, engine: 'event', pictures: { pixels: codes } } as const;
    const { run, outputs } = await resultOf(entryWith({ STAND_IN_OUTPUT: join(folder, 'output') }), job);
    expect(Array.from(expected.keys(), (index) => getCode(outputs!, 0, index))).to.deep.equal([...expected]);
    expect(run.microseconds).to.be.greaterThan(0);
  });

  it('refuses a clock other than that of the model', async () => {
    const entry = entryWith({ STAND_IN_CLOCK_MHZ: '142.857132' });
    const message = 'the clock runs at 142.857132 MHz, the model of pynq-z1 assumes 100 MHz';
    expect(await inputErrorFrom(resultOf(entry, digitsJob('lfc-w1a1', 10, 'pynq-z1')))).to.equal(`lab: ${message}`);
    const { problem, description } = await checkDevice(deviceFrom(entry));
    expect(problem).to.equal(message);
    expect(description?.versions).to.include({ pynq: '0.0-stand-in' });
  });

  it('reports what the board prints and writes instead of times and classes', async () => {
    const job = digitsJob('lfc-w1a1', 10, 'pynq-z1');
    const damaged = entryWith({ STAND_IN_LINES: 'Inference took 28' });
    expect(await inputErrorFrom(resultOf(damaged, job))).to.match(/^output of lab:1: damaged times/);
    writeFileSync(join(folder, 'few'), '7\n2\n');
    const few = entryWith({ STAND_IN_CLASSES: join(folder, 'few') });
    expect(await inputErrorFrom(resultOf(few, job))).to.match(/^classes.json of lab:1:1: .*a length of/);
    writeFileSync(join(folder, 'wrong'), '7\n2\n10\n0\n4\n1\n4\n9\n6\n9\n');
    const wrong = entryWith({ STAND_IN_CLASSES: join(folder, 'wrong') });
    expect(await inputErrorFrom(resultOf(wrong, job))).to.match(
      /^classes.json of lab:1:\d+: 2: found 10, allowed: at most 9/,
    );
    const none = entryWith({ STAND_IN_CLASSES: '/nowhere' });
    expect(await inputErrorFrom(resultOf(none, job))).to.match(/^lab: job.py ended with 1: FileNotFoundError/);
  });
});

describe('a device of kind dpu, with stand-ins for the tools of the board', () => {
  const job = (threads = 1): DpuJob => ({
    network: loadNamedNetwork('mobilenet-v2'),
    board: loadDpuBoard('zcu102'),
    images: 5000,
    hostWork: 'prepared',
    threadCurve: false,
    threads,
  });
  const entryWith = (model: string, variables: Readonly<Record<string, string>> = {}) => {
    writeFileSync(join(folder, 'model.xmodel'), model);
    const path = `${standIns('vart')}:${process.env.PATH}`;
    return {
      kind: 'dpu',
      board: 'zcu102',
      python: pythonWith({ PATH: path, ...variables }),
      folder: join(folder, 'target'),
      images: 5000,
      models: { 'mobilenet-v2': join(folder, 'model.xmodel') },
      retries: 0,
    };
  };
  before(() => {
    mkdirSync(join(folder, 'target', 'images'), { recursive: true });
    writeFileSync(join(folder, 'target', 'app_mt.py'), readFileSync(join(standIns('vart'), 'app_mt.py')));
  });

  it('sends the model, and tells the frame rates of the tutorial', async () => {
    const rateOf = async (model: string, threads: number) => {
      const { run } = await resultOf(entryWith(model), job(threads));
      expect(run.clockMHz).to.equal(281);
      return [run.imagesPerSecond.toFixed(2), run.accuracy?.correct];
    };
    expect(await rateOf('mobilenetv2_np', 1)).to.deep.equal(['284.48', 4548]);
    expect(await rateOf('mobilenetv2_np', 8)).to.deep.equal(['752.72', 4548]);
    expect(await rateOf('mobilenetv2_pr', 1)).to.deep.equal(['425.99', 4641]);
    expect(await rateOf('mobilenetv2_pr', 8)).to.deep.equal(['1189.79', 4641]);
  });

  it('tells what the profiler of the board tells, where it has one and a profile is asked for', async () => {
    const profiled = { ...job(), threadCurve: true };
    const { run } = await resultOf(entryWith('mobilenetv2_np'), profiled);
    expect(run.imagesPerSecond).to.be.closeTo(284.48, 1e-6);
    expect(run.parts).to.deep.equal([
      { name: 'subgraph_Conv1', microseconds: 125 },
      { name: 'subgraph_block_1_expand', microseconds: 250.5 },
      { name: 'subgraph_out_relu', microseconds: 0 },
    ]);
    expect(renderDeviceRun(run)).to.match(/part .* us .*subgraph_Conv1 .* 125\.0 /s);
    expect((await resultOf(entryWith('mobilenetv2_np'), job())).run).to.not.have.property('parts');
    const without = { ...entryWith('mobilenetv2_np'), profiler: ['no-such-profiler'] };
    const { run: plain, remark } = await resultOf(without, profiled);
    expect(plain).to.not.have.property('parts');
    expect(remark).to.match(/^no profile: lab: .*no-such-profiler/);
    const failing = { ...entryWith('mobilenetv2_np'), profiler: ['sh', '-c', "printf 'no\\033[2J license'; exit 3"] };
    expect((await resultOf(failing, profiled)).remark).to.equal(
      'no profile: lab: sh ended with 3: no\\u001b[2J license',
    );
    const damaged = entryWith('mobilenetv2_np', { STAND_IN_TABLE: transcript('app-mt') });
    expect(await inputErrorFrom(resultOf(damaged, profiled))).to.equal(
      'profile of lab: found no table, expected a column DPU SubGraph',
    );
  });

  it('compares the time of a board that does not tell its clock, too', async () => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const path = `${join(folder, 'bin')}:${standIns('vart')}:${process.env.PATH}`;
    for (const answer of ['exit 1', `echo '"DPU Frequency (MHz)": 0'`]) {
      writeFileSync(join(folder, 'bin', 'xdputil'), `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
      const entry = entryWith('mobilenetv2_np', { PATH: path });
      const { run } = await resultOf(entry, job());
      expect(run.clockMHz).to.equal(281);
      expect((await judgeTiming(job(), run, run.microseconds))?.within).to.equal(true);
      expect((await checkDevice(deviceFrom(entry))).description).to.not.have.property('clockMHz');
    }
  });

  it('reports a run of other images, damaged lines, and an application that fails', async () => {
    const few = { ...job(), images: 4000 };
    expect(await inputErrorFrom(resultOf(entryWith('mobilenetv2_np'), few))).to.equal(
      'lab: 5000 images lie in images, the job has 4000',
    );
    const damaged = entryWith('mobilenetv2_np', { STAND_IN_LINES: 'Throughput=nan fps' });
    expect(await inputErrorFrom(resultOf(damaged, job()))).to.match(/^output of lab:2: a damaged run/);
    expect(await inputErrorFrom(resultOf(entryWith('unknown'), job()))).to.match(
      /^lab: app_mt.py ended with 1: KeyError/,
    );
    const other = { ...entryWith('x'), models: {} };
    expect(await inputErrorFrom(resultOf(other, job()))).to.match(/^lab: no .xmodel of mobilenet-v2 is named/);
    expect(await inputErrorFrom(resultOf(entryWith('x'), { ...job(), hostWork: 'endToEnd' }))).to.equal(
      'lab: app_mt.py times prepared images alone',
    );
  });
});

describe('a device of kind gap8, with a stand-in for make', () => {
  const network = loadNamedNetwork('mobilenet-v1');
  const board = loadGap8Board('gapuino');
  const job: Gap8Job = { network, board, images: 1, schedule: publishedSchedule(gap8LayersOf(network), board)! };
  const entryWith = (file: string) => ({
    kind: 'gap8',
    board: 'gapuino',
    python: pythonWith({ PATH: `${standIns('gap-sdk')}:${process.env.PATH}`, STAND_IN_TRANSCRIPT: file }),
    folder,
    setUp: join(standIns('gap-sdk'), 'gapuino.sh'),
    platform: 'gvsoc',
    retries: 0,
  });

  it('tells the cycles of the published 29 layers', async () => {
    const { run } = await resultOf(entryWith(transcript('gap8-table')), job);
    expect(run).to.include({ cycles: 154048636, clockMHz: 150, machine: 'gap8' });
    expect(run.layers).to.have.lengthOf(29);
    expect(run.layers[0]).to.include({ name: 'L0', cycles: 6087978 });
  });

  it('reports a table that is cut off, an SDK that is not set up, and several images', async () => {
    const cut = join(folder, 'cut.txt');
    writeFileSync(cut, readFileSync(transcript('gap8-table'), 'utf8').slice(0, 900));
    expect(await inputErrorFrom(resultOf(entryWith(cut), job))).to.match(/^output of lab:\d+: /);
    const { setUp: _, ...bare } = entryWith(cut);
    expect(await inputErrorFrom(resultOf(bare, job))).to.equal(
      "lab: make ended with 2: the SDK's environment is not set up",
    );
    expect(await inputErrorFrom(resultOf(entryWith(cut), { ...job, images: 2 }))).to.match(/runs one image/);
  });
});
