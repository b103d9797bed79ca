import { setTimeout as delay } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import { KEEP_SECONDS, outcomeKey, PREFIX, queueName } from './jobs.js';
import type { Performer, Settle, WorkByKey } from './performer.js';
import { RedisLink } from './redis.js';
import type { Outcome, Work } from './work.js';

const POLL_MS = 200;
/** Every so many polls it is looked for workers and for failures. */
const POLLS_PER_LOOK = 25;
/** Works added, and outcomes asked for, in one go. */
const BATCH = 200;

/**
 * Has work performed by `qcycle worker` processes, through a BullMQ queue. A work's job is named by its content key, so that it
 * is in the queue once, whoever adds it; the worker leaves the outcome in Redis under that key, and a sweep looks there.
 */
export class QueuePerformer implements Performer {
  private waitsForWorkers = false;
  private reconnected = false;

  private constructor(
    private readonly link: RedisLink,
    private readonly queue: Queue<Work>,
    private readonly signal: AbortSignal,
    private readonly notice: (message: string) => void,
  ) {
    link.client.on('ready', () => {
      this.reconnected = true;
    });
  }

  /** @throws InputError where no Redis answers at the address, and where a worker there runs another model */
  static async open(address: string, signal: AbortSignal, notice: (message: string) => void): Promise<QueuePerformer> {
    const link = await RedisLink.open(address, 'sweep');
    const { Queue } = await import('bullmq');
    const queue = new Queue<Work>(queueName(), {
      connection: link.client,
      prefix: PREFIX,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: { age: KEEP_SECONDS } },
    });
    // What goes wrong is seen where answers are awaited.
    queue.on('error', () => {});
    return new QueuePerformer(link, queue, signal, notice);
  }

  async perform(works: WorkByKey, settle: Settle): Promise<void> {
    const pending = new Map(works);
    const places = new Map([...works.keys()].map((key, place) => [key, place]));
    let firstRefused = Number.POSITIVE_INFINITY;
    const collect = async (): Promise<void> => {
      for (const [key, outcome] of await this.outcomesOf([...pending.keys()])) {
        pending.delete(key);
        if ('refused' in outcome) firstRefused = Math.min(firstRefused, places.get(key)!);
        settle(key, outcome);
      }
    };
    const finished = (): boolean => {
      const [first] = pending.keys();
      return first === undefined || places.get(first)! > firstRefused;
    };

    await collect();
    await this.forgetFailures(pending);
    await this.add(pending);
    for (let poll = 0; !finished(); poll++) {
      await delay(POLL_MS, undefined, { signal: this.signal }).catch(() => this.signal.throwIfAborted());
      await collect();
      if (poll % POLLS_PER_LOOK === 0) {
        await this.lookForWorkers();
        await this.throwFailure(pending);
      }
      // A Redis that came back may have forgotten everything.
      if (this.reconnected) await this.add(pending);
    }
  }

  async close(): Promise<void> {
    this.link.close();
  }

  private async outcomesOf(keys: readonly string[]): Promise<[string, Outcome][]> {
    const found: [string, Outcome][] = [];
    for (const batch of batches(keys)) {
      const texts = await this.link.ask(this.link.client.mget(batch.map(outcomeKey)));
      texts.forEach((text, index) => {
        if (text !== null) found.push([batch[index], JSON.parse(text)]);
      });
    }
    return found;
  }

  /** Adds works; those that are in the queue already stay as they are. */
  private async add(works: WorkByKey): Promise<void> {
    this.reconnected = false;
    for (const batch of batches([...works])) {
      this.signal.throwIfAborted();
      const jobs = batch.map(([jobId, data]) => ({ name: data.kind, data, opts: { jobId } }));
      await this.link.ask(this.queue.addBulk(jobs));
    }
  }

  /** Works that failed in an earlier sweep are tried again. */
  private async forgetFailures(works: WorkByKey): Promise<void> {
    const failed = await this.link.ask(this.queue.getFailed());
    for (const job of failed) if (works.has(job.id!)) await this.link.ask(job.remove());
  }

  private async throwFailure(works: WorkByKey): Promise<void> {
    const failed = await this.link.ask(this.queue.getFailed());
    const job = failed.find(({ id }) => works.has(id!));
    if (job === undefined) return;
    const [stack = job.failedReason] = job.stacktrace ?? [];
    throw new Error(`a worker failed on the ${job.name} work ${job.id}: ${stack}`);
  }

  private async lookForWorkers(): Promise<void> {
    const workers = await this.link.countPeers();
    if (workers === 0 && !this.waitsForWorkers) {
      this.notice(`no worker at ${this.link.shown} yet: start some with qcycle worker --queue ${this.link.shown}`);
    }
    this.waitsForWorkers = workers === 0;
  }
}

function batches<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / BATCH);
  return Array.from({ length: count }, (_, index) => all.slice(index * BATCH, (index + 1) * BATCH));
}
