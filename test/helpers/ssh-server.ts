import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.js';

/** Where Debian's openssh-server has it. */
const SSHD = '/usr/sbin/sshd';

/** Debian's OpenSSH server on the loopback address, with a host key and a login key of its own. */
export class SshServer {
  readonly user = userInfo().username;
  private child: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  /** For hooks: starts one. Where none is installed the tests are skipped, and their titles say so. */
  static async start(hook: Mocha.Context): Promise<SshServer> {
    if (!existsSync(SSHD)) {
      for (const test of hook.test?.parent?.tests ?? []) test.title += ` (missing: ${SSHD})`;
      return hook.skip();
    }
    const server = new SshServer(mkdtempSync(join(tmpdir(), 'qcycle-sshd-')), await freePort());
    server.makeKey('host');
    server.makeKey('login');
    writeFileSync(server.file('authorized'), readFileSync(server.file('login.pub')));
    await server.begin();
    return server;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** A new pair of keys, in files of this name. */
  makeKey(name: string, passphrase = ''): void {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', this.file(name)]);
  }

  /** Fingerprint of a key as OpenSSH itself prints it. */
  fingerprint(name = 'host'): string {
    return execFileSync('ssh-keygen', ['-lf', this.file(`${name}.pub`)], { encoding: 'utf8' }).split(' ')[1];
  }

  /** The entry `ssh` of devices.yaml that leads here. */
  address(port = this.port) {
    return { host: '127.0.0.1', port, user: this.user, key: this.file('login'), hostKey: this.fingerprint() };
  }

  /** Listens anew, with a key in the role of the host's. */
  async begin(hostKey = 'host'): Promise<void> {
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    const config = [
      `Port ${this.port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${this.file(hostKey)}`,
      `AuthorizedKeysFile ${this.file('authorized')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 100',
    ];
    writeFileSync(this.file('config'), `${config.join('\n')}\n`);
    this.child = spawn(SSHD, ['-D', '-e', '-f', this.file('config')], { stdio: 'ignore', detached: true });
    while (!(await this.listens())) await setTimeout(20);
  }

  /** Ends at once with all its connections, as a computer that loses its power. */
  async lose(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    for (const pid of descendantsOf(child.pid)) kill(pid);
    kill(child.pid);
    await ended;
  }

  /** Ends, and leaves nothing behind. */
  async end(): Promise<void> {
    await this.lose();
    rmSync(this.folder, { recursive: true });
  }

  private listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  }
}

/** Processes that a process started, and those that these started. */
function descendantsOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
