import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Outcome, Work } from './work.js';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Threads that perform work, one a core by default; each starts when there is work for it, and then stays. */
export function startThreads(count: number = availableParallelism()): Piscina<Work, Outcome> {
  return new Piscina({
    filename: new URL(`./thread.${extension}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: count,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
}
