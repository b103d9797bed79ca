import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { type Finished, finished, startFromSource } from './qcycle.js';

/** A `qcycle worker` process. Its code is that of the test, or else sweeps of the test refuse it. */
export class WorkerProcess {
  private readonly left: Promise<Finished>;

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.left = finished(child);
  }

  /** Starts one, and waits until it is ready to take works. */
  static async start(url: string, ...options: readonly string[]): Promise<WorkerProcess> {
    const child = startFromSource(['worker', '--queue', url, ...options]);
    const worker = new WorkerProcess(child);
    await Promise.race([new Promise((resolve) => child.stderr.once('data', resolve)), worker.left]);
    return worker;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Finished> {
    this.child.kill(signal);
    return this.left;
  }

  /** Waits for the end. */
  async ended(): Promise<Finished> {
    return this.left;
  }
}
