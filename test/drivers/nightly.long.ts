import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packagePath } from '../../sim/core/package-root.js';
import { requirePython } from '../helpers/python.js';
import { finished, startNode } from '../helpers/qcycle.js';
import { standIns } from '../helpers/stand-ins.js';

describe('scripts/nightly', () => {
  let python: string;
  let folder: string;
  before(function () {
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), 'qcycle-nightly-'));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it('exits with 0 where everything is right, with 3 where something differs, and with 2 where a device is missing', async () => {
    const nightly = async (devices: object, ...more: readonly string[]) => {
      const file = join(folder, 'devices.yaml');
      writeFileSync(file, JSON.stringify({ schema: 'qcycle.devices/1', devices }));
      const words = ['--devices', file, '--out', join(folder, 'recorded'), '--samples', '2', '--images', '10', ...more];
      return finished(startNode([packagePath('scripts/nightly.ts'), ...words]));
    };
    const reference = { kind: 'reference', python: [python], networks: ['lfc-w1a1'] };
    // A board with stand-ins for its packages, whose times are not the model's.
    writeFileSync(join(folder, 'classes'), '7\n2\n1\n0\n4\n1\n4\n9\n5\n9\n');
    const words = [`PYTHONPATH=${standIns('pynq')}`, `STAND_IN_CLASSES=${join(folder, 'classes')}`, python];
    const board = { kind: 'pynq', board: 'pynq-z1', python: ['env', ...words], networks: ['lfc-w1a1'] };
    const gone = { ...reference, python: ['/nowhere/python3'] };
    const right = await nightly({ lab: reference });
    expect(right.code, right.stderr).to.equal(0);
    expect(readdirSync(join(folder, 'recorded'))[0]).to.match(/^20.*Z-lab-lfc-w1a1-10.json$/);
    const wrong = await nightly({ lab: reference, board: board, gone });
    expect(wrong.stderr).to.equal('qcycle: differences: lfc-w1a1 on board\n');
    expect(wrong.code).to.equal(3);
    expect(wrong.stdout).to.contain('cannot start /nowhere/python3');
    const missing = await nightly({ gone });
    expect({ code: missing.code, stderr: missing.stderr }).to.deep.equal({
      code: 2,
      stderr: 'qcycle: not run: lfc-w1a1 on gone\n',
    });
  });

  it('tells of all devices where recordings cannot be written, and reads paths from where it is started', async () => {
    const reference = { kind: 'reference', python: [python] };
    const devices = {
      lab: { ...reference, networks: [packagePath('networks/lfc-w1a1.yaml')] },
      gone: { ...reference, python: ['/nowhere/python3'], networks: ['lfc-w1a1'] },
    };
    writeFileSync(join(folder, 'two.yaml'), JSON.stringify({ schema: 'qcycle.devices/1', devices }));
    const nightly = (out: string) => {
      const words = ['--devices', 'two.yaml', '--out', out, '--samples', '1', '--images', '10'];
      return finished(spawn(packagePath('scripts/nightly'), words, { cwd: folder }));
    };
    const failed = await nightly('/proc');
    expect(failed.stdout).to.match(/lab .*\/proc\/.*-lab-lfc-w1a1-10\.json: no such file or folder/);
    expect(failed.stdout).to.contain('cannot start /nowhere/python3');
    expect(failed.code).to.equal(2);
    await nightly('of-two');
    expect(readdirSync(join(folder, 'of-two'))[0]).to.match(/Z-lab-lfc-w1a1-10\.json$/);
  });
});
