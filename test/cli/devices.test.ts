import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readNpy } from '../../sim/nn/data/npy.js';
import { requirePython } from '../helpers/python.js';
import { qcycle } from '../helpers/qcycle.js';

describe('devices and run --device', () => {
  let folder: string;
  let file: string;
  before(function () {
    const python = [requirePython(this)];
    folder = mkdtempSync(join(tmpdir(), 'qcycle-devices-'));
    file = join(folder, 'devices.yaml');
    const far = { kind: 'reference', python };
    const gone = { kind: 'pynq', board: 'pynq-z1', python: ['/nowhere/python3'], retries: 0 };
    const ssh = { host: '127.0.0.1', port: 1, user: 'nobody', key: 'nowhere' };
    const closed = { ...far, ssh, retries: 0 };
    writeFileSync(file, JSON.stringify({ schema: 'qcycle.devices/1', devices: { far, gone, closed } }));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it('lists devices, and says which cannot be reached and why', async () => {
    const [list, check] = await Promise.all([
      qcycle(['devices', '--devices', file]),
      qcycle(['devices', '--check', '--devices', file, '--json', '-']),
    ]);
    for (const name of ['sim', 'replay', 'far', 'gone', 'nobody@127.0.0.1']) expect(list.stdout).to.contain(name);
    expect(check.code).to.equal(3);
    // Where Verilator is missing, rtl is not ready either.
    expect(check.stderr).to.match(/^qcycle: not ready: (rtl, )?gone, closed\n$/);
    const [, , , far, gone, closed] = JSON.parse(check.stdout);
    expect(far.description.versions).to.have.property('python');
    expect(gone.problem).to.match(/^gone: cannot start \/nowhere\/python3/);
    expect(closed.problem).to.match(/^closed: cannot read the key .*nowhere: ENOENT$/);
  });

  it('runs a job on a device, with the codes of its layers', async () => {
    const dump = join(folder, 'dump');
    const words = ['run', 'lfc-w1a1', '--images', '20', '--device', 'far', '--devices', file, '--json', '-'];
    const { code, stdout, stderr } = await qcycle([...words, '--predictions', '--dump-layers', dump]);
    expect(code, stderr).to.equal(0);
    const run = JSON.parse(stdout);
    expect(run).to.deep.include({
      schema: 'qcycle.run/1',
      device: 'far',
      images: 20,
      accuracy: { correct: 20, total: 20 },
    });
    expect(run).to.not.have.any.keys('cycles', 'clockMHz', 'engine', 'blocks');
    expect(run.predictions.slice(0, 4)).to.deep.equal([7, 2, 1, 0]);
    expect(readdirSync(dump)).to.deep.equal(['L0.npy', 'L1.npy', 'L2.npy', 'L3.npy']);
    expect(readNpy(readFileSync(join(dump, 'L1.npy')), 'L1.npy').shape).to.deep.equal([20, 1024]);
  });

  it('compares two devices, and exits with 3 where they differ', async () => {
    const [equal, differing] = await Promise.all([
      qcycle(['run', 'lfc-w1a2', '--images', '2', '--device', 'far', '--against', 'sim', '--devices', file]),
      qcycle(['run', 'mobilenet-v1', '--timing-only', '--images', '1', '--against', 'replay', '--json', '-']),
    ]);
    expect(equal).to.deep.equal({
      code: 0,
      stdout: 'lfc-w1a2, far against sim: 2 images, classes, outputs, L0, L1, L2, L3: equal\n',
      stderr: '',
    });
    expect(differing.code).to.equal(3);
    expect(differing.stderr).to.equal('qcycle: differences: mobilenet-v1 on sim and replay\n');
    expect(JSON.parse(differing.stdout)).to.deep.include({ schema: 'qcycle.comparison/1', compared: ['cycles'] });
  });

  it('refuses what a device cannot do', async () => {
    const problems = await Promise.all(
      [
        ['--device', 'fra'],
        ['--device', 'far', '--profile'],
        ['--device', 'far', '--timing-only', '--images', '2'],
        ['--device', 'gone', '--board', 'ultra96'],
      ].map((words) => qcycle(['run', 'lfc-w1a1', '--devices', file, ...words])),
    );
    expect(problems.map(({ code }) => code)).to.deep.equal([2, 2, 2, 2]);
    expect(problems[0].stderr).to.contain('unknown device fra, allowed: sim, rtl, replay, far');
    expect(problems[1].stderr).to.equal('qcycle: --profile and --timeline are for --device sim\n');
    expect(problems[2].stderr).to.match(/^qcycle: far: has no clock/);
  });
});
