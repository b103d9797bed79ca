import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { runJob } from '../../../sim/drivers/device.js';
import { computeValues } from '../../../sim/drivers/values.js';
import { deviceFrom, digitsJob } from '../../helpers/devices.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { Link } from '../../helpers/link.js';
import { requirePython } from '../../helpers/python.js';
import { finished, startQcycle } from '../../helpers/qcycle.js';
import { SshServer } from '../../helpers/ssh-server.js';

describe('a device behind an OpenSSH server that fails', () => {
  let server: SshServer;
  let python: string;
  before(async function () {
    python = requirePython(this);
    server = await SshServer.start(this);
    mkdirSync(server.file('work'));
  });
  after(() => server?.end());

  const entry = (changes: object = {}, port?: number) => ({
    kind: 'reference',
    ssh: server.address(port),
    python: [python],
    workFolder: server.file('work'),
    retries: 0,
    ...changes,
  });
  /** Waits until agents have removed their work folders. */
  const nothingLeft = async () => {
    for (let waits = 0; readdirSync(server.file('work')).length > 0; waits++) {
      if (waits === 100) throw new Error(`left behind: ${readdirSync(server.file('work'))}`);
      await setTimeout(50);
    }
  };
  /** The message of the error with which a job of some digits ends. */
  const failureOf = async (changes: object, port?: number, images = 20) => {
    const device = deviceFrom(entry(changes, port));
    try {
      return await inputErrorFrom(runJob(device, digitsJob('lfc-w1a1', images)));
    } finally {
      await device.close();
    }
  };
  /** Runs a job of some digits, and checks every code that comes back. */
  const expectRight = async (changes: object, port?: number, images = 20) => {
    const job = digitsJob('lfc-w1a1', images);
    const device = deviceFrom(entry(changes, port));
    try {
      const { outputs, run } = await runJob(device, job);
      const expected = await computeValues(job, job.pictures!.pixels);
      expect(outputs).to.deep.equal(expected);
      expect(run.accuracy?.total).to.equal(images);
    } finally {
      await device.close();
    }
  };

  it('computes every code of a network, and leaves nothing behind', async () => {
    await expectRight({});
    await nothingLeft();
  });

  it('refuses a host key that is not known, and says how to accept it', async () => {
    const { hostKey: _, ...ssh } = server.address();
    const message = await failureOf({ ssh });
    expect(message).to.match(/^lab: the host key of 127\.0\.0\.1 is not known: SHA256:/);
    expect(message).to.contain(`set hostKey: ${server.fingerprint()}`);
  });

  it('refuses a host key that has changed', async () => {
    server.makeKey('other');
    const message = await failureOf({ ssh: { ...server.address(), hostKey: server.fingerprint('other') } });
    expect(message).to.contain(`has changed: found ${server.fingerprint()}, expected ${server.fingerprint('other')}`);
  });

  it('takes one of several known host keys', async () => {
    const hostKey = [`SHA256:${'a'.repeat(43)}`, server.fingerprint()];
    await expectRight({ ssh: { ...server.address(), hostKey } }, undefined, 2);
  });

  it('says which key is not accepted, cannot be read, or needs a passphrase', async () => {
    server.makeKey('stranger');
    server.makeKey('locked', 'secret words');
    const withKey = (name: string) => failureOf({ ssh: { ...server.address(), key: server.file(name) } });
    expect(await withKey('stranger')).to.match(/does not accept the key .*stranger$/);
    expect(await withKey('nowhere')).to.match(/cannot read the key .*nowhere: ENOENT$/);
    expect(await withKey('locked')).to.match(/cannot use the key .*locked: .*ssh-agent$/);
    expect(await withKey('login.pub')).to.match(/cannot use the key .*login.pub/);
  });

  it('logs in with a key of ssh-agent', async () => {
    const { key: _, ...ssh } = server.address();
    const socket = server.file('agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    const before = process.env.SSH_AUTH_SOCK;
    try {
      while (!existsSync(socket)) await setTimeout(20);
      process.env.SSH_AUTH_SOCK = socket;
      expect(await failureOf({ ssh })).to.match(/does not accept any key of ssh-agent$/);
      execFileSync('ssh-add', ['-q', server.file('login')], { stdio: 'ignore' });
      await expectRight({ ssh }, undefined, 2);
      process.env.SSH_AUTH_SOCK = server.file('ended-agent');
      const ended = await failureOf({ ssh, retries: 1, restartSeconds: 3600 });
      expect(ended).to.match(/^lab: cannot use ssh-agent \(\$SSH_AUTH_SOCK\): /);
      delete process.env.SSH_AUTH_SOCK;
      expect(await failureOf({ ssh })).to.match(/no ssh-agent runs here/);
    } finally {
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
      agent.kill();
    }
  });

  it('says that nobody listens, or that there is no Python', async () => {
    expect(await failureOf({}, 1)).to.match(/127\.0\.0\.1:1: .*ECONNREFUSED/);
    expect(await failureOf({ python: ['/nowhere/python3'] })).to.match(/ended with 127: .*\/nowhere\/python3/);
  });

  it('passes words through the far shell unchanged', async () => {
    const words = ["it's", '$(touch injected) `id` ; exit 1', 'a b *'];
    const check = `import os, sys\nif sys.argv[1:4] != ${JSON.stringify(words)}: sys.exit("changed")\nos.execv(sys.argv[4], sys.argv[4:])`;
    await expectRight({ python: [python, '-c', check, ...words, python] }, undefined, 2);
  });

  it('begins a job again when the connection is cut while files are sent', async () => {
    const link = await Link.to(server.port, { cutAfterBytes: 200_000 });
    try {
      await expectRight({ retries: 1, restartSeconds: 5 }, link.port);
      expect(link.cutCount).to.equal(1);
      await nothingLeft();
    } finally {
      await link.end();
    }
  });

  it('reports a cut connection where it must not begin again', async () => {
    const link = await Link.to(server.port, { cutAfterBytes: 200_000 });
    try {
      expect(await failureOf({}, link.port)).to.equal('lab: the connection was lost');
      await nothingLeft();
    } finally {
      await link.end();
    }
  });

  it('waits for a board that restarts in the middle of a job, and lets nobody in at first', async () => {
    const job = digitsJob('lfc-w1a1', 600);
    let restarted: Promise<void> | undefined;
    const restart = async () => {
      await server.lose();
      await setTimeout(500);
      // Like one that has pam_nologin until it is up.
      renameSync(server.file('authorized'), server.file('authorized-later'));
      await server.begin();
      await setTimeout(3000);
      renameSync(server.file('authorized-later'), server.file('authorized'));
    };
    const device = deviceFrom(entry({ retries: 1, restartSeconds: 20 }));
    try {
      const { outputs } = await runJob(device, {
        ...job,
        progress: () => {
          restarted ??= restart();
        },
      });
      expect(restarted).to.not.equal(undefined);
      await restarted;
      expect(outputs).to.deep.equal(await computeValues(job, job.pictures!.pixels));
    } finally {
      await device.close();
    }
    await nothingLeft();
  });

  it('gives up on a link that falls silent', async () => {
    const link = await Link.to(server.port, { silentAfterBytes: 150_000 });
    try {
      const message = await failureOf({ silenceSeconds: 2 }, link.port);
      expect(message).to.equal('lab: no sign of life for 2 seconds');
    } finally {
      await link.end();
    }
  });

  it('ends an agent that was lost and does not know it, before the job begins again', async () => {
    const link = await Link.to(server.port, { silentAfterBytes: 150_000, holdsOpen: true });
    try {
      await expectRight({ retries: 1, restartSeconds: 10, silenceSeconds: 5 }, link.port, 5);
      await nothingLeft();
    } finally {
      await link.end();
    }
  });

  it('does not keep a command that has ended, where the far side does not answer', async () => {
    const link = await Link.to(server.port, { silentAfterBytes: 150_000, holdsOpen: true });
    const held = entry({ silenceSeconds: 2 }, link.port);
    const local = { kind: 'reference', python: ['sh', '-c', 'sleep 30 & wait'], silenceSeconds: 1, retries: 0 };
    const file = server.file('devices.yaml');
    writeFileSync(file, JSON.stringify({ schema: 'qcycle.devices/1', devices: { held, local } }));
    try {
      const words = ['run', 'lfc-w1a1', '--images', '2', '--devices', file, '--device'];
      const commands = [startQcycle([...words, 'held']), startQcycle([...words, 'local'])];
      const patience = setTimeout(20_000, undefined, { ref: false });
      void patience.then(() => commands.forEach((command) => void command.kill('SIGKILL')));
      const [ofHeld, ofLocal] = await Promise.all(commands.map(finished));
      expect(ofHeld).to.deep.include({ code: 2, stderr: 'qcycle: held: no sign of life for 2 seconds\n' });
      expect(ofLocal).to.deep.include({ code: 2, stderr: 'qcycle: local: no sign of life for 1 seconds\n' });
    } finally {
      await link.end();
    }
  });

  it('needs no more than time on a slow link', async () => {
    const link = await Link.to(server.port, { bytesPerSecond: 250_000 });
    try {
      await expectRight({ silenceSeconds: 10 }, link.port, 5);
    } finally {
      await link.end();
    }
  });

  it('tells that no space is left for a file', async () => {
    const limited = ['prlimit', '--fsize=100000', python];
    const message = await failureOf({ python: limited });
    expect(message).to.equal('lab: the disk of the board is full: no space left for parameters.bin');
    await nothingLeft();
  });

  it('runs ten devices at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => expectRight({}, undefined, 5)));
    await nothingLeft();
  });
});
