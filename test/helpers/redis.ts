import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

/** A Redis server of the tests' own, which keeps nothing on disk. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** For hooks: starts a server on a free port. Where none is installed, tests are skipped, and a title says so. */
  static async start(test: Mocha.Context): Promise<RedisServer> {
    if (spawnSync('redis-server', ['--version']).error !== undefined) {
      if (test.currentTest !== undefined) test.currentTest.title += ' (missing: redis-server)';
      return test.skip();
    }
    const server = new RedisServer(await freePort());
    await server.begin();
    return server;
  }

  /** Begins anew, with nothing in it. */
  async begin(): Promise<void> {
    const options = ['--port', String(this.port), '--save', '', '--bind', '127.0.0.1'];
    this.child = spawn('redis-server', options, { stdio: 'ignore' });
    const client = this.client('qcycle-test');
    while ((await client.ping().catch(() => null)) !== 'PONG') await setTimeout(20);
    client.disconnect();
  }

  /** A connection under a name. */
  client(connectionName: string): Redis {
    const client = new Redis(this.url, { connectionName, retryStrategy: () => 50 });
    client.on('error', () => {});
    return client;
  }

  /** Kills the server. */
  async end(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
