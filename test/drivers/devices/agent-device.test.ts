import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { deviceFrom } from '../../helpers/devices.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { requirePython } from '../../helpers/python.js';

describe('a device on which an agent works', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qcycle-agent-device-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Notes each try to start an agent, and ends. */
  const failing = (changes: object) =>
    deviceFrom({ kind: 'reference', python: ['sh', '-c', `echo >> ${join(folder, 'tries')}; exit 7`], ...changes });
  const tries = () => readFileSync(join(folder, 'tries'), 'utf8').length;

  it('waits once for a board that does not answer, however often a job may begin again', async () => {
    const device = failing({ retries: 5, restartSeconds: 1.6 });
    expect(await inputErrorFrom(device.describe())).to.equal('lab: ended with 7');
    // At once, after half a second and after one more; fewer on a busy computer.
    expect(tries()).to.be.at.most(3);
  });

  it('waits no more when it is closed', async () => {
    const device = failing({ restartSeconds: 3600 });
    const message = inputErrorFrom(device.describe());
    await setTimeout(200);
    await device.close();
    expect(await message).to.equal('lab: closed');
  });

  it('keeps no agent that begins when it is closed', async function () {
    const python = requirePython(this);
    const words = ['sh', '-c', 'sleep 0.5; exec "$@"', 'sh', python];
    const device = deviceFrom({ kind: 'reference', python: words, workFolder: folder });
    const message = inputErrorFrom(device.describe());
    await setTimeout(100);
    await device.close();
    expect(await message).to.equal('lab: closed');
    for (let waits = 0; readdirSync(folder).length > 0; waits++) {
      if (waits === 100) throw new Error(`left behind: ${readdirSync(folder)}`);
      await setTimeout(50);
    }
  });
});
