import { InputError } from '../../core/input/input-error.js';
import { contentKey } from './key.js';
import { LocalPerformer } from './local.js';
import type { Performer } from './performer.js';
import { QueuePerformer } from './queue.js';
import { ResultStore } from './store.js';
import type { Outcome, ResultOf, Work } from './work.js';

/** Where works are performed and where their results are kept. */
export interface SweepOptions {
  /** Folder in which results are kept and looked for; without one they are kept in memory. */
  readonly store?: string;
  /** Threads of this machine, one a core where absent. Of no use with a queue. */
  readonly threads?: number;
  /** `redis://host:port`: works are performed by `qcycle worker` processes instead. */
  readonly queue?: string;
  /** Ends a sweep at once: it is rejected with the signal's reason. What is finished by then is kept. */
  readonly signal?: AbortSignal;
  /** Told what a user should know meanwhile, such as that there is no worker. */
  readonly notice?: (message: string) => void;
}

/** Told how many different works have a result, and how many there are. */
export type SweepProgress = (done: number, total: number) => void;

/** Performs sweeps one after the other, and remembers all results: a work that was performed once is not performed again. */
export class Sweeper {
  /** Works whose result was known here already, and those that were performed for it, here or by workers. */
  readonly counts = { known: 0, performed: 0 };

  private constructor(
    private readonly store: ResultStore,
    private readonly performer: Performer,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws InputError where the store cannot be used, no Redis answers, or a worker there runs another model */
  static async open(options: SweepOptions = {}): Promise<Sweeper> {
    const { queue, threads, signal = new AbortController().signal, notice = () => {} } = options;
    const store = new ResultStore(options.store);
    const performer =
      queue === undefined ? new LocalPerformer(threads, signal) : await QueuePerformer.open(queue, signal, notice);
    return new Sweeper(store, performer, signal);
  }

  /**
   * The results of works, in their order, whoever finishes first. Equal works are performed once, and every result is kept as
   * soon as it is there.
   * @throws InputError for the first work that cannot be done, and where store or queue fail
   */
  async run<W extends Work>(works: readonly W[], progress: SweepProgress = () => {}): Promise<ResultOf<W>[]> {
    this.signal.throwIfAborted();
    const keys = works.map(contentKey);
    const byKey = new Map(keys.map((key, index) => [key, works[index]]));
    const missing = new Map([...byKey].filter(([key]) => this.store.get(key) === undefined));
    const refusals = new Map<string, string>();
    let done = byKey.size - missing.size;
    this.counts.known += done;
    progress(done, byKey.size);
    await this.performer.perform(missing, (key, outcome: Outcome) => {
      this.counts.performed++;
      if ('result' in outcome) this.store.put(key, outcome.result);
      else refusals.set(key, outcome.refused);
      progress(++done, byKey.size);
    });
    const refused = keys.find((key) => refusals.has(key));
    if (refused !== undefined) throw new InputError(refusals.get(refused)!);
    return keys.map((key) => JSON.parse(this.store.get(key)!));
  }

  async close(): Promise<void> {
    await this.performer.close();
    this.store.close();
  }
}

/** A single sweep: the results of works, in their order. @throws as `Sweeper` does */
export async function sweep<W extends Work>(
  works: readonly W[],
  { progress, ...options }: SweepOptions & { readonly progress?: SweepProgress } = {},
): Promise<ResultOf<W>[]> {
  const sweeper = await Sweeper.open(options);
  try {
    return await sweeper.run(works, progress);
  } finally {
    await sweeper.close();
  }
}
