import { readFileSync } from 'node:fs';
import type { Client, ClientChannel, ConnectConfig } from 'ssh2';
import { InputError } from '../../core/input/input-error.js';
import { DeviceError } from '../device-error.js';
import { hostKeyProblem } from './host-key.js';
import { LastWords } from './last-words.js';
import { quoteWords } from './quote.js';
import type { Connection, Transport } from './transport.js';

/** How a board is reached by SSH. */
export interface SshAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** File of a private key without a passphrase; absent where ssh-agent has the key. */
  readonly key?: string;
  /** Fingerprints of the host keys that are accepted. */
  readonly hostKeys: readonly string[];
  /** Longest time until the login is done. */
  readonly connectSeconds: number;
}

const KEEP_ALIVE_MS = 5000;
const KEEP_ALIVES_MISSED = 3;

/** Programs on a computer that is reached by SSH: with a key, never a password, and only if its host key is the known one. */
export class SshTransport implements Transport {
  readonly where: string;
  private wasLetIn = false;

  constructor(
    private readonly device: string,
    private readonly address: SshAddress,
  ) {
    const { user, host, port } = address;
    this.where = `${user}@${host}${port === 22 ? '' : `:${port}`}`;
  }

  async start(command: readonly string[]): Promise<Connection> {
    const client = await this.logIn();
    try {
      const channel = await new Promise<ClientChannel>((resolve, reject) => {
        client.once('close', () => reject(new Error('the connection was closed')));
        client.exec(quoteWords(command), (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
      });
      return connectionOf(client, channel);
    } catch (error) {
      client.destroy();
      throw new DeviceError(this.device, `${this.where}: ${(error as Error).message}`, true);
    }
  }

  private async logIn(): Promise<Client> {
    const { Client: SshClient } = await this.loadSsh2();
    const client = new SshClient();
    let refused: string | undefined;
    const { host, port, user, hostKeys, connectSeconds } = this.address;
    const config: ConnectConfig = {
      host,
      port,
      username: user,
      readyTimeout: connectSeconds * 1000,
      keepaliveInterval: KEEP_ALIVE_MS,
      keepaliveCountMax: KEEP_ALIVES_MISSED,
      hostVerifier: (key: Buffer) => {
        refused = hostKeyProblem(host, key, hostKeys);
        return refused === undefined;
      },
      ...this.credentials(),
    };
    return new Promise((resolve, reject) => {
      client.once('ready', () => {
        this.wasLetIn = true;
        resolve(client);
      });
      client.on('error', (error: Error & { readonly level?: string }) => {
        client.destroy();
        reject(this.loginError(error, refused));
      });
      client.once('close', () =>
        reject(new DeviceError(this.device, `${this.where}: the connection was closed`, true)),
      );
      client.connect(config);
    });
  }

  private loginError(error: Error & { readonly level?: string }, refused: string | undefined): DeviceError {
    if (refused !== undefined) return new DeviceError(this.device, refused);
    if (error.level === 'client-authentication') {
      const with_ = this.address.key === undefined ? 'any key of ssh-agent' : `the key ${this.address.key}`;
      // A board that restarts lets nobody in at first.
      return new DeviceError(this.device, `${this.where} does not accept ${with_}`, this.wasLetIn);
    }
    if (error.level === 'agent') {
      return new DeviceError(this.device, `cannot use ssh-agent ($SSH_AUTH_SOCK): ${error.message}`);
    }
    return new DeviceError(this.device, `${this.where}: ${error.message}`, true);
  }

  private credentials(): Pick<ConnectConfig, 'privateKey' | 'agent'> {
    const { key } = this.address;
    if (key === undefined) {
      const agent = process.env.SSH_AUTH_SOCK;
      if (agent === undefined)
        throw new DeviceError(this.device, 'no ssh-agent runs here ($SSH_AUTH_SOCK); or give a key');
      return { agent };
    }
    try {
      return { privateKey: readFileSync(key) };
    } catch (error) {
      throw new DeviceError(this.device, `cannot read the key ${key}: ${(error as NodeJS.ErrnoException).code}`);
    }
  }

  private async loadSsh2(): Promise<typeof import('ssh2')> {
    const { key } = this.address;
    const ssh2 = await import('ssh2').catch(() => {
      throw new InputError('the package ssh2 is missing; npm install ssh2 brings it');
    });
    if (key === undefined) return ssh2.default;
    const parsed = ssh2.default.utils.parseKey(this.credentials().privateKey as Buffer);
    if (parsed instanceof Error || !parsed.isPrivateKey()) {
      const wanted = 'expected a private key without a passphrase; one with a passphrase belongs into ssh-agent';
      throw new DeviceError(this.device, `cannot use the key ${key}: ${wanted}`);
    }
    return ssh2.default;
  }
}

function connectionOf(client: Client, channel: ClientChannel): Connection {
  const lastWords = new LastWords(channel.stderr);
  const ended = new Promise<string>((resolve) => {
    channel.once('exit', (code: number | null, signal?: string) => {
      // Its last words may still be on their way.
      channel.once('close', () => resolve(lastWords.describe(`ended with ${signal ?? code}`)));
    });
    client.once('close', () => resolve('the connection was lost'));
  });
  client.on('error', () => {});
  channel.on('error', () => {});
  // Not end(), which waits for an answer of the other side, and would keep this process for as long as there is none.
  return { input: channel, output: channel, ended, close: () => client.destroy() };
}
