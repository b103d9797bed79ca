import { type Command, Option } from 'commander';
import { type ResultOf, Sweeper, type Work } from '../explore/index.js';
import { interruptible } from './interruption.js';
import { type OutputOptions, say } from './output.js';
import { parseThreads } from './parse.js';
import { Progress } from './progress.js';

/** Options of the commands that sweep. */
export interface SweepOptions {
  readonly store?: string;
  readonly threads?: number;
  readonly queue?: string;
}

/** Performs works, and gives their results in the same order. */
export type Sweep = <W extends Work>(works: readonly W[]) => Promise<ResultOf<W>[]>;

/** Adds the options of the commands that sweep. */
export function withSweepOptions(command: Command): Command {
  return command
    .option('--store <dir>', 'keep every result in this folder, and compute none that is there')
    .option('--threads <n>', 'threads of this machine (default: one a core)', parseThreads)
    .addOption(
      new Option('--queue <url>', 'have the work done by qcycle worker processes, at redis://host:port').conflicts(
        'threads',
      ),
    );
}

/**
 * Does something that sweeps, any number of times, with a progress bar; Ctrl-C ends it, and what is finished is kept.
 * @throws InputError for a store or a queue that cannot be used; Interruption
 */
export async function sweeping<T>(
  options: SweepOptions & OutputOptions,
  title: string,
  act: (sweep: Sweep) => Promise<T>,
): Promise<T> {
  return interruptible(`interrupted; ${whatIsKept(options)}`, async (signal) => {
    const { store, threads, queue } = options;
    const sweeper = await Sweeper.open({
      ...(store === undefined ? {} : { store }),
      ...(threads === undefined ? {} : { threads }),
      ...(queue === undefined ? {} : { queue }),
      signal,
      notice: (message) => say(options, message),
    });
    let progress: Progress | undefined;
    try {
      return await act(async (works) => {
        const results = await sweeper.run(works, (done, total) => {
          progress ??= new Progress(options, title, total, 'designs');
          progress.update(done);
        });
        progress?.stop();
        progress = undefined;
        return results;
      });
    } finally {
      progress?.stop();
      await sweeper.close();
    }
  });
}

function whatIsKept({ store, queue }: SweepOptions): string {
  if (store !== undefined) return `what is finished is kept in ${store}, and the same command goes on from there`;
  if (queue !== undefined) return `the works stay in the queue, and the same command goes on from there`;
  return 'nothing is kept, because there is no --store';
}
