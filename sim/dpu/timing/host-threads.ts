import type { SystemJob } from './system-job.js';

const NEVER = Number.POSITIVE_INFINITY;

interface Thread {
  readonly index: number;
  readonly core: number;
  readonly ends: number[];
  /** Images that it may still begin. */
  left: number;
  step: number;
  /** Until when it works or waits for the driver; never, while it waits for somebody else. */
  until: number;
  state: 'idle' | 'host' | 'waitHost' | 'waitCore' | 'before' | 'running' | 'behind';
}

/** The host: threads that take turns on the processor's cores, and on the DPU core that each belongs to. */
export class HostThreads {
  /** Ends of the images, in order. */
  readonly ends: number[] = [];
  private readonly threads: Thread[];
  private readonly owners: (Thread | null)[];
  private readonly waiting: Thread[][];
  private readonly hostQueue: Thread[] = [];
  private hostFree: number;
  private started = 0;

  /** @param startCore starts a core on a subgraph, in a cycle; when it is done, `coreDone` has to be called */
  constructor(
    private readonly job: SystemJob,
    private readonly startCore: (core: number, subgraph: number, now: number) => void,
  ) {
    const { cores, threads, images, equalParts, starts } = job;
    this.owners = Array.from({ length: cores }, () => null);
    this.waiting = this.owners.map(() => []);
    this.threads = Array.from({ length: threads }, (_, index) => ({
      index,
      core: index % cores,
      ends: [],
      left: equalParts ? Math.ceil((images - index) / threads) : images,
      step: -1,
      until: starts?.[index] ?? 0,
      state: 'idle',
    }));
    this.hostFree = job.hostCores;
  }

  /** Ends of the images of each thread. */
  get threadEnds(): number[][] {
    return this.threads.map(({ ends }) => ends);
  }

  /** Whether all images are done, or as many of every thread as are enough. */
  get areDone(): boolean {
    const { images, rounds } = this.job;
    return (
      this.ends.length >= images || (rounds !== undefined && this.threads.every(({ ends }) => ends.length >= rounds))
    );
  }

  /** The next cycle in which a thread goes on by itself. */
  nextEnd(): number {
    let next = NEVER;
    for (const { until } of this.threads) if (until < next) next = until;
    return next;
  }

  /** Lets threads go on whose time has come. */
  advance(now: number): void {
    for (const thread of this.threads) if (thread.until <= now) this.goOn(thread, now);
  }

  /** A core has done what it was started for. @returns for whom, and how many images that thread had done before */
  coreDone(core: number, now: number): { readonly thread: number; readonly round: number } {
    const thread = this.owners[core]!;
    thread.state = 'behind';
    thread.until = now + this.dpuStep(thread).behind;
    return { thread: thread.index, round: thread.ends.length };
  }

  /** What a thread waited for is over. */
  private goOn(thread: Thread, now: number): void {
    thread.until = NEVER;
    switch (thread.state) {
      case 'before':
        thread.state = 'running';
        this.startCore(thread.core, this.dpuStep(thread).subgraph, now);
        return;
      case 'behind': {
        this.owners[thread.core] = null;
        const next = this.waiting[thread.core].shift();
        if (next !== undefined) this.takeCore(next, now);
        break;
      }
      case 'host': {
        this.hostFree++;
        const next = this.hostQueue.shift();
        if (next !== undefined) this.takeHost(next, now);
      }
    }
    this.nextStep(thread, now);
  }

  private nextStep(thread: Thread, now: number): void {
    const { steps, images } = this.job;
    if (thread.step === steps.length - 1) {
      this.ends.push(now);
      thread.ends.push(now);
      thread.step = -1;
    }
    if (thread.step < 0) {
      thread.state = 'idle';
      if (this.started === images || thread.left === 0) return;
      this.started++;
      thread.left--;
    }
    thread.step++;
    if (steps[thread.step].on === 'host') {
      thread.state = 'waitHost';
      if (this.hostFree > 0) this.takeHost(thread, now);
      else this.hostQueue.push(thread);
    } else {
      thread.state = 'waitCore';
      if (this.owners[thread.core] === null) this.takeCore(thread, now);
      else this.waiting[thread.core].push(thread);
    }
  }

  private takeHost(thread: Thread, now: number): void {
    const step = this.job.steps[thread.step];
    this.hostFree--;
    thread.state = 'host';
    thread.until = now + (step.on === 'host' ? step.cycles : 0);
  }

  private takeCore(thread: Thread, now: number): void {
    this.owners[thread.core] = thread;
    thread.state = 'before';
    thread.until = now + this.dpuStep(thread).before;
  }

  private dpuStep({ step }: Thread) {
    const found = this.job.steps[step];
    if (found.on !== 'dpu') throw new Error('a thread has a core without a subgraph to run');
    return found;
  }
}
