import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFile, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { AgentSession } from '../../../sim/drivers/agent/session.js';
import { LocalTransport } from '../../../sim/drivers/transport/local.js';
import type { Transport } from '../../../sim/drivers/transport/transport.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { requirePython } from '../../helpers/python.js';

const options = () => ({ device: 'lab', owner: randomUUID(), silenceSeconds: 20, replySeconds: 20 });

/** Programs here whose pipes are closed without a signal, as when the connection to a board is lost. */
const cutTransport: Transport = {
  where: 'here',
  start: async (command) => {
    const connection = await new LocalTransport('lab').start(command);
    const cut = () => {
      connection.input.destroy();
      connection.output.destroy();
    };
    return { ...connection, close: cut };
  },
};

/** Waits until a process has ended. */
async function ended(pid: number): Promise<void> {
  for (let waits = 0; isRunning(pid); waits++) {
    if (waits === 100) throw new Error(`process ${pid} is still there`);
    await setTimeout(50);
  }
}

function isRunning(pid: number): boolean {
  // An ended process may wait for somebody who asks how.
  return existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

describe('an agent', () => {
  let python: string;
  let folder: string;
  let session: AgentSession;
  const open = (words: readonly string[]) =>
    AgentSession.open(new LocalTransport('lab'), { ...options(), python: words, folder });
  before(async function () {
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), 'qcycle-agent-test-'));
    session = await open([python]);
  });
  after(() => {
    session?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const execute = (command: readonly string[], limits: object = {}) =>
    session.execute({ command, seconds: 10, limit: 10_000, ...limits });

  it('keeps files as they were sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 150_000, size: 'max' }), async (bytes) => {
        await session.put('some.bin', bytes);
        expect(await session.get('some.bin', bytes.length)).to.deep.equal(bytes);
      }),
      { numRuns: 10 },
    );
  });

  it('has no files but those of its own folder', async () => {
    for (const name of ['../x', '/etc/passwd', 'a/../../x', '.hidden', 'a/b/c', '', 'a\nb', `${'x'.repeat(101)}`]) {
      const refused = /^lab: not a name of a file/;
      expect(await inputErrorFrom(session.get(name, { most: 10 })), name).to.match(refused);
      expect(await inputErrorFrom(session.put(name, new Uint8Array(1))), name).to.match(refused);
    }
  });

  it('gives no file that is larger than expected', async () => {
    await session.put('large.bin', new Uint8Array(100));
    const message = 'lab: the file large.bin has 100 bytes, expected';
    expect(await inputErrorFrom(session.get('large.bin', { most: 99 }))).to.equal(`${message} at most 99`);
    expect(await inputErrorFrom(session.get('large.bin', 101))).to.equal(`${message} 101`);
    const size = 2 ** 28 + 1;
    await execute(['truncate', '-s', `${size}`, '@large.bin']);
    expect(await inputErrorFrom(session.get('large.bin', size))).to.equal(
      `lab: the file large.bin has ${size} bytes, expected at most ${size - 1}`,
    );
    expect(await inputErrorFrom(session.get('nowhere.bin', 1))).to.equal('lab: nowhere.bin: No such file or directory');
  });

  it('runs programs without a shell, and tells what they print and how they end', async () => {
    const { text, status } = await execute(['printf', '%s', '$(id) `id` ; exit 3']);
    expect({ text, status }).to.deep.equal({ text: '$(id) `id` ; exit 3', status: 0 });
    await session.put('three.py', new TextEncoder().encode('import sys\nprint("bad", file=sys.stderr)\nsys.exit(3)'));
    expect(await execute([python, '@three.py'])).to.include({ text: 'bad\n', status: 3 });
    expect(await inputErrorFrom(execute(['/nowhere/make']))).to.equal('lab: /nowhere/make: No such file or directory');
  });

  it('ends programs that take too long or print too much', async () => {
    expect(await inputErrorFrom(execute(['sleep', '60'], { seconds: 0.2 }))).to.equal(
      'lab: sleep did not end within 0.2 seconds',
    );
    expect(await inputErrorFrom(execute(['yes']))).to.equal('lab: yes printed more than 10000 bytes');
  });

  it('ends what programs leave behind, and does not wait for it', async () => {
    const leave = (seconds: number) => ['sh', '-c', `sleep ${seconds} & echo $!`];
    const { text, status } = await execute(leave(3600));
    expect(status).to.equal(0);
    await ended(Number(text));
    const forward = ['sh', '-c', 'sleep 3600 & echo $!; while sleep 0.05; do echo; done'];
    expect(await inputErrorFrom(execute(forward, { seconds: 0.5 }))).to.equal('lab: sh did not end within 0.5 seconds');
  });

  it('says which folder is missing', async () => {
    const message = await inputErrorFrom(execute(['true'], { folder: '/nowhere' }));
    expect(message).to.equal('lab: /nowhere: No such file or directory');
  });

  it('survives requests that it does not understand', async () => {
    expect(await inputErrorFrom(session.request('fly', {}))).to.match(/^lab: the agent failed: KeyError/);
    expect(await inputErrorFrom(session.request('put', {}))).to.match(/^lab: the agent failed: KeyError/);
    const nowhere = { network: 'nowhere.json', parameters: 'p', pixels: 'p', images: 1, layers: [] };
    expect(await inputErrorFrom(session.request('reference', nowhere))).to.match(
      /^lab: the agent failed: FileNotFoundError/,
    );
    expect((await execute(['true'])).status).to.equal(0);
  });

  it('is not given up for a silence of this computer, which was busy', async () => {
    const patient = await AgentSession.open(new LocalTransport('lab'), {
      ...options(),
      python: [python],
      folder,
      silenceSeconds: 1.5,
    });
    try {
      const executed = patient.execute({ command: ['sleep', '3'], seconds: 10, limit: 10 });
      readFile('/dev/null', () => {
        const until = performance.now() + 2500;
        while (performance.now() < until);
      });
      expect((await executed).status).to.equal(0);
    } finally {
      patient.close();
    }
  });

  it('removes its folder and ends what it started when it is closed', async () => {
    const second = await open([python]);
    const before = readdirSync(folder).length;
    void second.execute({ command: ['sleep', '3600'], seconds: 3600, limit: 10 }).catch(() => {});
    await setTimeout(100);
    second.close();
    for (let waits = 0; readdirSync(folder).length === before; waits++) {
      if (waits === 100) throw new Error('the folder is still there');
      await setTimeout(50);
    }
  });

  it('ends what it started when its output is cut off while a program prints', async () => {
    const path = join(folder, 'pid');
    const program = `trap '' PIPE; echo $$ > ${path}; while sleep 0.001; do echo some words 2>&-; done`;
    for (let round = 0; round < 8; round++) {
      const cut = await AgentSession.open(cutTransport, { ...options(), python: [python], folder });
      void cut.execute({ command: ['sh', '-c', program], seconds: 3600, limit: 1e9 }).catch(() => {});
      while (!existsSync(path)) await setTimeout(20);
      await setTimeout(100);
      cut.close();
      await ended(Number(readFileSync(path, 'utf8')));
      rmSync(path);
    }
  });

  it('removes folders of agents that ended without cleaning up', async () => {
    const left = join(folder, 'qcycle-agent-999999999-x');
    mkdirSync(left);
    (await open([python])).close();
    expect(existsSync(left)).to.equal(false);
  });

  it('keeps folders of agents that work, also where there is no /proc', async () => {
    const hide =
      'import os.path; os.path.exists = lambda path: os.path.lexists(path) and not str(path).startswith("/proc")';
    const wrap = `import os, sys; a = sys.argv[1:]; a[4] = '${hide}\\n' + a[4]; os.execv(a[0], a)`;
    await session.put('kept.bin', new Uint8Array(3));
    (await open([python, '-c', wrap, python])).close();
    expect(await session.get('kept.bin', 3)).to.deep.equal(new Uint8Array(3));
  });

  it('is not started where its source arrives damaged', async () => {
    const damage = 'import sys, os; a = sys.argv; os.execv(a[1], a[1:6] + ["0" * 64] + a[7:])';
    // Words of the command: -I -u -c START length SHA-256 nonce folder owner.
    const message = await inputErrorFrom(open([python, '-c', damage, python]));
    expect(message).to.equal('lab: ended with 1: the agent arrived damaged');
  });
});

describe('a program that is no agent', () => {
  /** The message with which a session with a program of a shell ends. */
  const failureOf = (program: string, limits: object = {}) =>
    inputErrorFrom(
      AgentSession.open(new LocalTransport('lab'), {
        ...options(),
        python: ['sh', '-c', program, 'stand-in'],
        folder: '',
        ...limits,
      }),
    );
  /** Prints the line with which an agent begins; the nonce is the last word but two. */
  const announce = `while [ $# -gt 3 ]; do shift; done; printf 'qcycle-agent %s\\n' "$1"`;

  it('is refused where it prints garbage', async () => {
    expect(await failureOf('head -c 200000 /dev/urandom; sleep 5')).to.equal(
      'lab: the agent answers garbage: it does not begin',
    );
    expect(await failureOf(`${announce}; head -c 200000 /dev/zero | tr '\\0' 'x'; sleep 5`)).to.equal(
      'lab: the agent answers garbage: no frame of this protocol',
    );
    expect(await failureOf(`${announce}; printf '\\0\\0\\0\\2\\0\\0\\0\\0{}'; sleep 5`)).to.equal(
      'lab: the agent answers garbage: no message of this protocol',
    );
  });

  it('is given up where it prints nothing, or ends', async () => {
    expect(await failureOf('sleep 30', { silenceSeconds: 1 })).to.equal('lab: no sign of life for 1 seconds');
    expect(await failureOf('echo no such board >&2; exit 7')).to.equal('lab: ended with 7: no such board');
    expect(await failureOf(`${announce}; printf '\\0\\0'; exit 1`)).to.equal('lab: ended with 1');
  });

  it('is given up where it sends signs of life, but no reply or no end', async () => {
    const frame = (message: object, body = 0) => {
      const text = JSON.stringify(message);
      const head = [0, 0, 0, text.length, 0, 0, 0, body].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
      return `printf '${head.join('')}%s' '${text}${'x'.repeat(body)}'`;
    };
    const ready = frame({ event: 'ready', protocol: 1, python: '3', machine: '', system: '' });
    /** The message with which a program ends when an agent sends this for ever. */
    const failureOfEndless = async (message: string, limits: object = {}) => {
      const program = `${announce}; ${ready}; while ${message}; do sleep 0.05; done`;
      const session = await AgentSession.open(new LocalTransport('lab'), {
        ...options(),
        python: ['sh', '-c', program, 'stand-in'],
        folder: '',
        silenceSeconds: 0.5,
        ...limits,
      });
      const request = session.execute({ command: ['make'], seconds: 0.3, limit: 200 });
      return inputErrorFrom(request.finally(() => session.close()));
    };
    expect(await failureOfEndless(frame({ event: 'alive' }))).to.equal('lab: no reply to execute for 0.8 seconds');
    expect(await failureOfEndless(frame({ event: 'printed' }, 100))).to.equal(
      'lab: sends more than the 200 bytes that may be printed',
    );
  });

  it('may be greeted by a login first', async () => {
    expect(await failureOf(`echo Welcome; ${announce}; printf '\\0\\0\\0\\2\\0\\0\\0\\0{}'`)).to.match(/no message/);
  });
});
