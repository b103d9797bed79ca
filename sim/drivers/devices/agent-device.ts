import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import { AgentSession } from '../agent/session.js';
import type { Device, DeviceDescription, DeviceResult } from '../device.js';
import { DeviceError } from '../device-error.js';
import type { Job } from '../job.js';
import { LocalTransport } from '../transport/local.js';
import { SshTransport } from '../transport/ssh.js';
import type { Transport } from '../transport/transport.js';
import type { BackEnd } from './back-end.js';
import type { AgentEntry } from './device-file.js';

const FIRST_PAUSE_SECONDS = 0.5;
const LONGEST_PAUSE_SECONDS = 10;

/**
 * A device on which an agent works. Where the connection breaks, the board is waited for, and the whole job begins again: the agent
 * removes the files of a job that it did not finish.
 */
export class AgentDevice implements Device {
  private readonly transport: Transport;
  private session: AgentSession | undefined;
  private job: Job | undefined;
  /** What the session has done of the job. */
  private done: 'nothing' | 'loaded' | 'run' = 'nothing';
  private readonly closing = new AbortController();
  private readonly owner = randomBytes(16).toString('hex');

  constructor(
    readonly name: string,
    private readonly entry: AgentEntry,
    private readonly backEnd: BackEnd,
  ) {
    this.transport = transportOf(name, entry);
  }

  async describe(): Promise<DeviceDescription> {
    return this.insist(async (session) => {
      const { python, machine, system } = await session.ready();
      const { versions, ...described } = await this.backEnd.describe(session);
      return {
        name: this.name,
        kind: this.entry.kind,
        where: this.transport.where,
        ...(this.entry.board === undefined ? {} : { board: this.entry.board }),
        ...described,
        versions: { qcycle: packageVersion(), python, machine, system, ...versions },
      };
    });
  }

  async load(job: Job): Promise<void> {
    const { board } = this.entry;
    if (board !== undefined && board !== job.board.name) {
      throw new DeviceError(this.name, `is a ${board}, the job is for ${job.board.name}`);
    }
    this.job = job;
    this.done = 'nothing';
    await this.insist((session) => this.advance(session, 'loaded'));
  }

  async run(): Promise<void> {
    if (this.done === 'run') this.done = 'loaded';
    await this.insist((session) => this.advance(session, 'run'));
  }

  async collect(): Promise<DeviceResult> {
    return this.insist(async (session) => {
      await this.advance(session, 'run');
      return this.backEnd.collect(session, this.loaded);
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.session?.close();
    this.session = undefined;
    this.job = undefined;
  }

  private get loaded(): Job {
    if (this.job === undefined) throw new InputError(`${this.name}: nothing is loaded`);
    return this.job;
  }

  /** Does what is missing of the job up to a step: all of it in a new session. */
  private async advance(session: AgentSession, to: 'loaded' | 'run'): Promise<void> {
    if (this.done === 'nothing') await this.backEnd.load(session, this.loaded);
    if (this.done === 'nothing') this.done = 'loaded';
    if (to === 'loaded' || this.done === 'run') return;
    await this.backEnd.run(session, this.loaded);
    this.done = 'run';
  }

  /** Acts in a session, and again in a new one where the connection breaks, as often as the device's entry says. */
  private async insist<T>(act: (session: AgentSession) => Promise<T>): Promise<T> {
    for (let left = this.entry.retries; ; left--) {
      const session = await this.connect();
      try {
        return await act(session);
      } catch (error) {
        session.close();
        this.session = undefined;
        this.done = 'nothing';
        if (!(error instanceof DeviceError && error.passing) || left === 0) throw error;
      }
    }
  }

  /** A session: the one that is there, or a new one; a board that does not answer is waited for. */
  private async connect(): Promise<AgentSession> {
    if (this.session !== undefined) return this.session;
    const {
      python,
      workFolder: folder,
      silenceSeconds,
      runSeconds: replySeconds,
      restartSeconds,
      retries,
    } = this.entry;
    const options = { device: this.name, python, folder, owner: this.owner, silenceSeconds, replySeconds };
    const until = performance.now() + (retries === 0 ? 0 : restartSeconds * 1000);
    for (let pause = FIRST_PAUSE_SECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS)) {
      try {
        const session = await AgentSession.open(this.transport, options);
        if (!this.closing.signal.aborted) {
          this.session = session;
          return session;
        }
        session.close();
      } catch (error) {
        const passing = error instanceof DeviceError && error.passing;
        if (!passing || performance.now() + pause * 1000 > until) throw error;
        await setTimeout(pause * 1000, undefined, { signal: this.closing.signal }).catch(() => {});
      }
      if (this.closing.signal.aborted) throw new DeviceError(this.name, 'closed');
    }
  }
}

function transportOf(name: string, { ssh, connectSeconds }: AgentEntry): Transport {
  if (ssh === undefined) return new LocalTransport(name);
  const { host, port, user, key, hostKey = [] } = ssh;
  const hostKeys = typeof hostKey === 'string' ? [hostKey] : hostKey;
  return new SshTransport(name, { host, port, user, hostKeys, connectSeconds, ...(key === undefined ? {} : { key }) });
}
