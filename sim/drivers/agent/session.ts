import { createHash, randomBytes } from 'node:crypto';
import { concatenate } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import { DeviceError } from '../device-error.js';
import type { Connection, Transport } from '../transport/transport.js';
import { bootstrapAgent } from './bootstrap.js';
import { encodeFrame, type Frame, FrameReader, type Message, type Reply } from './frames.js';
import { MarkerSearch } from './marker.js';
import { TimeLimit } from './time-limit.js';

/** Pieces in which files are sent: small, so that a slow link shows signs of life in between. */
const PIECE_BYTES = 2 ** 16;
const MAX_FETCHED = 2 ** 28;
const PROTOCOL = 1;

export interface SessionOptions {
  /** Name of the device, for messages. */
  readonly device: string;
  readonly python: readonly string[];
  /** Folder on the board in which the agent makes its work folder; empty for the usual one. */
  readonly folder: string;
  /** Random word of a device: the agent ends those that were started with it before and do not know that they are lost. */
  readonly owner: string;
  /** Time without a sign of life after which the board counts as lost. */
  readonly silenceSeconds: number;
  /** Longest time until a request has its reply, unless it says otherwise. */
  readonly replySeconds: number;
}

/** What a request has beside its fields. */
interface RequestOptions {
  readonly body?: Uint8Array;
  /** Told of what the agent sends before the reply. */
  readonly onEvent?: (frame: Frame) => void;
  /** Longest time until the reply. */
  readonly seconds?: number;
}

/** A program of the board's own that is to be run. */
export interface Execution {
  /** Words; those that begin with @ name a file that was sent. */
  readonly command: readonly string[];
  /** Folder on the board; the work folder where absent. */
  readonly folder?: string;
  /** Longest time. */
  readonly seconds: number;
  /** Most bytes that it may print. */
  readonly limit: number;
}

/** What a program printed, and how it ended. */
export interface Executed {
  readonly text: string;
  readonly status: number;
  readonly seconds: number;
}

type Ready = Extract<Message, { event: 'ready' }>;

interface Waiting {
  readonly resolve: (frame: { readonly reply: Reply; readonly body: Uint8Array }) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: ((frame: Frame) => void) | undefined;
}

/** An agent at work on a board: requests and replies, one at a time. */
export class AgentSession {
  private readonly marker: MarkerSearch;
  private readonly reader = new FrameReader();
  private readonly waiting = new Map<number, Waiting>();
  private readonly silence: TimeLimit;
  private failure: Error | undefined;
  private lastId = 0;
  private readonly announced: Promise<Ready>;
  private announce: (ready: Ready) => void = () => {};
  private fail: (error: Error) => void = () => {};

  private constructor(
    private readonly connection: Connection,
    private readonly options: SessionOptions,
    nonce: string,
  ) {
    this.announced = new Promise((resolve, reject) => {
      this.announce = resolve;
      this.fail = reject;
    });
    this.announced.catch(() => {});
    this.marker = new MarkerSearch(`qcycle-agent ${nonce}\n`);
    const { silenceSeconds } = options;
    this.silence = new TimeLimit(silenceSeconds, () =>
      this.giveUp(`no sign of life for ${silenceSeconds} seconds`, true),
    );
    connection.output.on('data', (piece: Buffer) => this.take(piece));
    connection.output.on('error', () => {});
    void connection.ended.then((why) => this.breakOff(this.error(why, true)));
    this.silence.start();
  }

  /** What the board says of itself. */
  async ready(): Promise<Ready> {
    return this.announced;
  }

  /** Starts an agent. @throws DeviceError where it cannot be started or does not answer */
  static async open(transport: Transport, options: SessionOptions): Promise<AgentSession> {
    const nonce = randomBytes(16).toString('hex');
    const { command, source } = bootstrapAgent(options.python, nonce, options.folder, options.owner);
    const session = new AgentSession(await transport.start(command), options, nonce);
    session.connection.input.write(source);
    try {
      const { protocol } = await session.announced;
      if (protocol !== PROTOCOL) throw session.error(`an agent of protocol ${protocol}, expected ${PROTOCOL}`);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Sends a file, which has its name only when all of it has arrived. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    let offset = 0;
    do {
      const piece = bytes.subarray(offset, offset + PIECE_BYTES);
      const last = offset + piece.length === bytes.length;
      await this.request('put', { name, offset, ...(last ? { sha256 } : {}) }, { body: piece });
      offset += piece.length;
    } while (offset < bytes.length);
  }

  /**
   * Fetches a file.
   * @param expected its size, or the largest that is taken
   * @throws DeviceError where it has another size, or does not arrive whole
   */
  async get(name: string, expected: number | { readonly most: number }): Promise<Uint8Array> {
    const { reply } = await this.request('stat', { name });
    const { size = -1, sha256 } = reply;
    const exact = typeof expected === 'number' && expected <= MAX_FETCHED;
    const most = Math.min(typeof expected === 'number' ? expected : expected.most, MAX_FETCHED);
    if (size < 0 || size > most || (exact && size !== expected)) {
      const allowed = exact ? `${expected}` : `at most ${most}`;
      throw this.error(`the file ${name} has ${size} bytes, expected ${allowed}`);
    }
    const pieces: Uint8Array[] = [];
    for (let offset = 0; offset < size; ) {
      const { body } = await this.request('get', { name, offset, length: PIECE_BYTES });
      if (body.length === 0 || offset + body.length > size) throw this.error(`the file ${name} ends early`, true);
      pieces.push(body);
      offset += body.length;
    }
    const bytes = concatenate(pieces);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) throw this.error(`the file ${name} arrived damaged`, true);
    return bytes;
  }

  /** Runs a program and waits for its end. @throws DeviceError where it cannot be started, prints too much or takes too long */
  async execute(execution: Execution): Promise<Executed> {
    const printed: Uint8Array[] = [];
    let bytes = 0;
    const onEvent = ({ message, body }: Frame) => {
      if (!('event' in message && message.event === 'printed')) return;
      bytes += body.length;
      if (bytes > execution.limit) this.giveUp(`sends more than the ${execution.limit} bytes that may be printed`);
      else printed.push(body);
    };
    // The agent ends the program; it is given up only where it does not.
    const seconds = execution.seconds + this.options.silenceSeconds;
    const { reply } = await this.request('execute', { ...execution }, { onEvent, seconds });
    const text = new TextDecoder().decode(concatenate(printed));
    return { text, status: reply.status ?? -1, seconds: reply.seconds ?? Number.NaN };
  }

  /**
   * Sends a request and waits for its reply.
   * @throws DeviceError where it refuses, is lost, or does not reply in time
   */
  async request(
    op: string,
    fields: object,
    { body, onEvent, seconds = this.options.replySeconds }: RequestOptions = {},
  ): Promise<{ readonly reply: Reply; readonly body: Uint8Array }> {
    if (this.failure !== undefined) throw this.failure;
    const id = ++this.lastId;
    const replied = new Promise<{ readonly reply: Reply; readonly body: Uint8Array }>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, onEvent });
    });
    const limit = new TimeLimit(seconds, () => this.giveUp(`no reply to ${op} for ${seconds} seconds`));
    limit.start();
    this.connection.input.write(encodeFrame({ id, op, ...fields }, body));
    try {
      return await replied;
    } finally {
      limit.end();
    }
  }

  /** Ends the agent, which removes its files. */
  close(): void {
    this.breakOff(this.error('closed'));
    this.connection.input.end();
    this.connection.close();
  }

  private take(piece: Uint8Array): void {
    if (this.failure !== undefined) return;
    this.silence.start();
    try {
      for (const frame of this.reader.push(this.marker.push(piece))) this.handle(frame);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.giveUp(error.problem);
    }
  }

  private handle(frame: Frame): void {
    const { message, body } = frame;
    if ('event' in message) {
      if (message.event === 'ready') this.announce(message);
      else if (message.event === 'refused') this.fail(this.error(message.message));
      else for (const { onEvent } of this.waiting.values()) onEvent?.(frame);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.ok) waiting?.resolve({ reply: message, body });
    else waiting?.reject(this.error(refusalSentence(message), message.kind === 'damaged'));
  }

  /** Wants nothing more of the agent. */
  private giveUp(problem: string, passing = false): void {
    this.breakOff(this.error(problem, passing));
    this.connection.close();
  }

  private breakOff(error: Error): void {
    this.silence.end();
    this.failure ??= error;
    this.fail(this.failure);
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }

  private error(problem: string, passing = false): DeviceError {
    return new DeviceError(this.options.device, problem, passing);
  }
}

function refusalSentence({ kind, message }: { readonly kind: string; readonly message: string }): string {
  if (kind === 'bug') return `the agent failed: ${message}`;
  return kind === 'disk-full' ? `the disk of the board is full: ${message}` : message;
}
