import { Command } from 'commander';
import { packageVersion } from '../core/package-root.js';
import { serveQueue } from '../explore/index.js';
import { interruptible } from './interruption.js';
import { type OutputOptions, say, withOutputOptions, writeResult } from './output.js';
import { parseThreads } from './parse.js';

interface WorkerOptions extends OutputOptions {
  readonly queue: string;
  readonly threads?: number;
}

const EXAMPLE = `
Example:
  $ qcycle worker --queue redis://192.0.2.1:6379 --threads 8

Ctrl-C ends it after the works that it is performing; a second Ctrl-C ends it at once.`;

/** `worker`: performs the works that sweeps put into a queue. */
export function workerCommand(): Command {
  return withOutputOptions(new Command('worker'))
    .description('perform the works of sweeps that run with --queue, on any number of machines')
    .requiredOption('--queue <url>', 'Redis or Valkey, redis://host:port')
    .option('--threads <n>', 'works performed at a time (default: one a core)', parseThreads)
    .addHelpText('after', EXAMPLE)
    .action(async (options: WorkerOptions) => {
      const { queue, threads } = options;
      const performed = await interruptible('interrupted', (signal) =>
        serveQueue(queue, {
          ...(threads === undefined ? {} : { threads }),
          signal,
          ready: (count, address) =>
            say(options, `${count} threads perform works from ${address}; Ctrl-C ends this worker`),
        }),
      );
      const record = { schema: 'qcycle.worker/1', qcycle: packageVersion(), performed };
      await writeResult(options, `performed ${performed} works`, record);
    });
}
