import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { KEEP_SECONDS, outcomeKey, PREFIX, queueName } from './jobs.js';
import { RedisLink } from './redis.js';
import { startThreads } from './threads.js';
import type { Work } from './work.js';

/** A work whose worker has not been heard of for so long goes to another one; BullMQ looks for such works so often. */
const LOCK_MS = 5000;
const STALLED_CHECK_MS = 2000;
/** A work that took so many workers down with it is given up. */
const MAX_STALLED = 10;
const HEARTBEAT_MS = 2000;

export interface ServeOptions {
  /** Works performed at a time, one a core where absent. */
  readonly threads?: number;
  /** Ends the worker, after the works that it is performing. */
  readonly signal: AbortSignal;
  /** Called once, when it is ready to take works. */
  readonly ready?: (threads: number, address: string) => void;
}

/**
 * Performs the works of a queue until the signal says to stop.
 * @param address `redis://host:port`
 * @returns how many works were performed
 * @throws InputError where no Redis answers, where it goes away, and where a sweep there runs another model
 */
export async function serveQueue(address: string, { threads, signal, ready }: ServeOptions): Promise<number> {
  const link = await RedisLink.open(address, 'worker');
  const pool = startThreads(threads);
  const concurrency = pool.options.maxThreads;
  const { Worker } = await import('bullmq');
  let performed = 0;
  const perform = async ({ id, data }: Job<Work>): Promise<void> => {
    const key = outcomeKey(id!);
    // It is there where a worker ended between the outcome and the end of the job.
    if ((await link.client.exists(key)) === 1) return;
    const outcome = await pool.run(data);
    await link.client.set(key, JSON.stringify(outcome), 'EX', KEEP_SECONDS);
    performed++;
  };
  const worker = new Worker<Work>(queueName(), perform, {
    connection: link.client,
    prefix: PREFIX,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MAX_STALLED,
  });
  // A connection that is lost shows in the heartbeat.
  worker.on('error', () => {});
  try {
    await link.ask(worker.waitUntilReady());
    ready?.(concurrency, link.shown);
    while (!signal.aborted) {
      await link.ask(link.client.ping());
      await delay(HEARTBEAT_MS, undefined, { signal }).catch(() => {});
    }
    await worker.close();
    return performed;
  } finally {
    await worker.close(true).catch(() => {});
    link.close();
    await pool.destroy();
  }
}
