import { spawn } from 'node:child_process';
import { DeviceError } from '../device-error.js';
import { LastWords } from './last-words.js';
import type { Connection, Transport } from './transport.js';

/** Programs on this computer. */
export class LocalTransport implements Transport {
  readonly where = 'here';

  constructor(private readonly device: string) {}

  async start([program, ...words]: readonly string[]): Promise<Connection> {
    const child = spawn(program, words, { stdio: 'pipe' });
    const lastWords = new LastWords(child.stderr);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(lastWords.describe(`ended with ${signal ?? code}`)));
    });
    // What cannot be written is told by `ended`.
    child.stdin.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(new DeviceError(this.device, `cannot start ${program}: ${error.message}`)));
    });
    const close = () => {
      child.kill('SIGTERM');
      // What it started may hold its ends, which must not keep this process.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
    };
    return { input: child.stdin, output: child.stdout, ended, close };
  }
}
