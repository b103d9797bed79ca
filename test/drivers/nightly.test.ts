import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { nightOf } from '../../sim/drivers/nightly.js';
import { usualJob } from '../../sim/drivers/usual-job.js';
import { deviceFrom } from '../helpers/devices.js';
import { requirePython } from '../helpers/python.js';
import { standIns } from '../helpers/stand-ins.js';

const NIGHT = { network: 'lfc-w1a1', images: 10, samples: 3, now: new Date('2026-11-21T03:00:00Z') };

describe('a night', () => {
  let python: string;
  let folder: string;
  before(function () {
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), 'qcycle-nightly-'));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  /** A board with stand-ins for its packages, which give these classes. */
  const board = (classes: string, changes: object = {}) => {
    writeFileSync(join(folder, 'classes'), classes);
    const words = [`PYTHONPATH=${standIns('pynq')}`, `STAND_IN_CLASSES=${join(folder, 'classes')}`];
    return { kind: 'pynq', board: 'pynq-z1', python: ['env', ...words, python], retries: 0, ...changes };
  };
  const withVariables = (variables: Readonly<Record<string, string>>) => {
    const entry = board(RIGHT);
    const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    return { ...entry, python: ['env', ...words, ...entry.python] };
  };
  const RIGHT = '7\n2\n1\n0\n4\n1\n4\n9\n5\n9\n';
  const night = async (entry: object, bandPercent?: number) => {
    const device = deviceFrom(entry);
    const prepare = () => usualJob('lfc-w1a1', 'pynq-z1', NIGHT.images);
    try {
      return await nightOf(device, { ...NIGHT, prepare, ...(bandPercent === undefined ? {} : { bandPercent }) });
    } finally {
      await device.close();
    }
  };

  it('records what was measured, beside the model', async () => {
    const { reached, problems, recording, timing } = await night(board(RIGHT), 1000);
    expect({ reached, problems }).to.deep.equal({ reached: true, problems: [] });
    expect(recording?.microseconds).to.deep.equal([28.04, 28.04, 28.04]);
    expect(recording?.device).to.deep.include({ kind: 'pynq', board: 'pynq-z1', clockMHz: 100 });
    expect(timing?.within).to.equal(true);
  });

  it('tells that classes differ, and that the time leaves its band', async () => {
    const { problems } = await night(board(RIGHT.replace('5', '6')));
    expect(problems[0]).to.equal('other classes of 1 image (8)');
    expect(problems[1]).to.match(/^the model is off by [\d.]+ %, allowed: 2 %$/);
  });

  it("takes a clock that is not the model's for a difference, not for a device that failed", async () => {
    const { reached, problems } = await night(withVariables({ STAND_IN_CLOCK_MHZ: '142.857132' }), 1000);
    const problem = 'lab: the clock runs at 142.857132 MHz, the model of pynq-z1 assumes 100 MHz';
    expect({ reached, problems }).to.deep.equal({ reached: true, problems: [problem] });
  });

  it('takes the clock of the loaded overlay, not that of a board that has just started', async () => {
    const { problems, recording } = await night(withVariables({ STAND_IN_FIRST_CLOCK_MHZ: '50.0' }), 1000);
    expect(problems).to.deep.equal([]);
    expect(recording?.device.clockMHz).to.equal(100);
  });

  it('tells that a device does not answer', async () => {
    const { reached, problems } = await night(board(RIGHT, { python: ['/nowhere/python3'] }));
    expect(reached).to.equal(false);
    expect(problems[0]).to.match(/^lab: cannot start \/nowhere\/python3/);
  });
});
