import { Presets, SingleBar } from 'cli-progress';
import type { OutputOptions } from './output.js';

/** A progress bar on stderr. Shows itself on a terminal only, and not for work that is over in a moment. */
export class Progress {
  private readonly bar: SingleBar | null;
  private readonly from = performance.now();

  constructor(
    options: OutputOptions,
    title: string,
    private readonly total: number,
    unit = 'images',
  ) {
    this.bar =
      process.stderr.isTTY === true && options.quiet !== true
        ? new SingleBar(
            { format: `${title} {bar} {value}/{total} ${unit}`, clearOnComplete: true },
            Presets.shades_classic,
          )
        : null;
  }

  update(done: number): void {
    if (this.bar === null || performance.now() - this.from < SHOW_AFTER_MS) return;
    if (!this.bar.isActive) this.bar.start(this.total, 0);
    this.bar.update(done);
  }

  stop(): void {
    if (this.bar?.isActive === true) this.bar.stop();
  }
}

const SHOW_AFTER_MS = 300;
