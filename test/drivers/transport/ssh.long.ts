import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { expect } from 'chai';
import { runJob } from '../../../sim/drivers/device.js';
import { computeValues } from '../../../sim/drivers/values.js';
import { deviceFrom, digitsJob } from '../../helpers/devices.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { Link } from '../../helpers/link.js';
import { requirePython } from '../../helpers/python.js';
import { SshServer } from '../../helpers/ssh-server.js';

describe('a device behind an OpenSSH server, for long', () => {
  let server: SshServer;
  let python: string;
  before(async function () {
    python = requirePython(this);
    server = await SshServer.start(this);
  });
  after(() => server?.end());

  const entry = (port?: number) => ({ kind: 'reference', ssh: server.address(port), python: [python] });

  for (const [network, correct] of [
    ['lfc-w1a1', 9861],
    ['lfc-w1a2', undefined],
  ] as const) {
    it(`does the whole job of ${network}: 10 000 images, every code`, async () => {
      const job = digitsJob(network, 10_000);
      const device = deviceFrom(entry());
      const { outputs, run } = await runJob(device, job);
      await device.close();
      const expected = await computeValues(job, job.pictures!.pixels);
      expect(outputs!.words).to.deep.equal(expected.words);
      expect(run.accuracy?.total).to.equal(10_000);
      if (correct !== undefined) expect(run.accuracy?.correct).to.equal(correct);
    });
  }

  it('does the whole job on a link that is cut in the middle', async () => {
    const link = await Link.to(server.port, { cutAfterBytes: 5_000_000 });
    const job = digitsJob('lfc-w1a1', 10_000);
    const device = deviceFrom(entry(link.port));
    const { outputs } = await runJob(device, job);
    await device.close();
    expect(link.cutCount).to.equal(1);
    expect(outputs!.words).to.deep.equal((await computeValues(job, job.pictures!.pixels)).words);
    await link.end();
  });

  it('tells that the disk is full, where it really is', async function () {
    const disk = server.file('disk');
    mkdirSync(disk);
    if (userInfo().uid !== 0 || !mounts(disk)) {
      this.test!.title += ' (missing: the right to mount)';
      return this.skip();
    }
    try {
      const device = deviceFrom({ ...entry(), workFolder: disk });
      expect(await inputErrorFrom(runJob(device, digitsJob('lfc-w1a1', 10_000)))).to.match(
        /^lab: the disk of the board is full/,
      );
      await device.close();
      expect(readdirSync(disk).filter((name) => !name.startsWith('qcycle-agent'))).to.deep.equal([]);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

/** Whether a small disk can be mounted on a folder. */
function mounts(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
