import type { Redis } from 'ioredis';
import { InputError } from '../../core/input/input-error.js';
import { showValue } from '../../core/input/show.js';
import { modelName, peerModels, peerName, type Role, requireSameModel } from './peers.js';

/** How long a connection may take to come about, to come back, and a command to be answered. */
const CONNECT_MS = 3000;
const PATIENCE_MS = 5000;
const ANSWER_MS = 10_000;
const RETRY_MS = 250;

/** A connection to Redis or Valkey that one side of a queue has. */
export class RedisLink {
  /** Rejected with an InputError once the connection is lost for good. */
  private readonly lost: Promise<never>;
  private reason = 'it does not answer';

  private constructor(
    readonly client: Redis,
    private readonly role: Role,
    /** The address without user and password. */
    readonly shown: string,
  ) {
    client.on('error', ({ message, code }: NodeJS.ErrnoException) => {
      this.reason = message || code || this.reason;
    });
    this.lost = new Promise((_, reject) => client.once('end', () => reject(this.unreachable())));
    this.lost.catch(() => {});
  }

  /**
   * Connects, and makes sure that all others on the other side of the queue run the same model.
   * @param address `redis://host:port`, or `rediss://` for TLS
   * @throws InputError where no Redis answers, and where the other side runs another model
   */
  static async open(address: string, role: Role): Promise<RedisLink> {
    const url = parseAddress(address);
    const { Redis } = await import('ioredis');
    let connected = false;
    let goneAt = 0;
    const client = new Redis(url.href, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      connectionName: peerName(role),
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => {
        if (attempt === 1) goneAt = performance.now();
        return connected && performance.now() - goneAt < PATIENCE_MS ? RETRY_MS : null;
      },
    });
    const link = new RedisLink(client, role, `${url.protocol}//${url.host}${url.pathname}`);
    try {
      await link.ask(client.connect());
      connected = true;
      requireSameModel(await link.peerModels(), role, link.shown);
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /**
   * What a command answers.
   * @throws InputError where Redis refuses it, does not answer, or is gone
   */
  async ask<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.unreachable()), ANSWER_MS);
    });
    try {
      return await Promise.race([answer, silence, this.lost]);
    } catch (error) {
      if (error instanceof InputError) throw error;
      const { name, message } = error as Error;
      if (name === 'ReplyError') throw new InputError(`${this.shown}: Redis answers: ${message}`);
      throw this.unreachable();
    } finally {
      clearTimeout(timer);
    }
  }

  /** How many there are on the other side of the queue that run the same model. */
  async countPeers(): Promise<number> {
    return (await this.peerModels()).filter((model) => model === modelName()).length;
  }

  close(): void {
    this.client.disconnect();
  }

  private async peerModels(): Promise<string[]> {
    const clients = await this.ask(this.client.client('LIST'));
    return peerModels(clients as string, this.role);
  }

  private unreachable(): InputError {
    return new InputError(`${this.shown}: no connection to Redis (${this.reason})`);
  }
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw new InputError(`found the queue ${showValue(address)}, allowed: redis://host:port, or rediss:// for TLS`);
}
