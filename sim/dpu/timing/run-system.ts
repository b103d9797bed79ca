import { Core, type CoreObserver, type SubgraphTiming } from '../units/core.js';
import { Ddr, type DdrTiming } from '../units/ddr.js';
import type { Workload } from './workload.js';

/** What a host thread does for one image, one after the other. Cycles are those of the cores' clock. */
export type HostStep =
  /** Work on one of the processor's cores. */
  | { readonly on: 'host'; readonly cycles: number }
  /** A subgraph on the thread's DPU core, which driver and interrupt keep from other threads before and behind it. */
  | { readonly on: 'dpu'; readonly subgraph: number; readonly before: number; readonly behind: number };

/** A job: who does what. */
export interface SystemJob {
  readonly steps: readonly HostStep[];
  readonly subgraphs: readonly { readonly workload: Workload; readonly layers: number }[];
  readonly cores: number;
  readonly threads: number;
  readonly hostCores: number;
  readonly ddr: DdrTiming;
  readonly images: number;
  /** Whether each thread has an equal part of the images, instead of the next one whenever it is free. */
  readonly equalParts: boolean;
}

/** When images were done, and what the cores did for them. */
export interface SystemTiming {
  /** Ends of the images, in order. */
  readonly ends: readonly number[];
  /** Those of each thread. */
  readonly threadEnds: readonly (readonly number[])[];
  /** What cores did, in the order of ends. */
  readonly runs: readonly { readonly core: number; readonly subgraph: number; readonly timing: SubgraphTiming }[];
}

interface Thread {
  readonly core: number;
  readonly ends: number[];
  /** Images that it may still begin. */
  left: number;
  step: number;
  /** Until when it works or waits for the driver; never, while it waits for somebody else. */
  until: number;
  state: 'idle' | 'host' | 'waitHost' | 'waitCore' | 'before' | 'running' | 'behind';
}

const NEVER = Number.POSITIVE_INFINITY;
const FLOWS_PER_CORE = 2;

/** Runs host threads and cores on one memory until all images are done, from event to event. */
export function runSystem(job: SystemJob, observer?: CoreObserver): SystemTiming {
  return new System(job, observer).run();
}

class System {
  private readonly cores: Core[];
  private readonly owners: (Thread | null)[];
  private readonly waiting: Thread[][];
  private readonly threads: Thread[];
  private readonly hostQueue: Thread[] = [];
  private readonly ddr: Ddr;
  private readonly ends: number[] = [];
  private readonly runs: SystemTiming['runs'][number][] = [];
  private hostFree: number;
  private started = 0;
  private now = 0;
  /** Flows that move bytes, and their rates since. */
  private active = 0;
  private moved = 0;
  private rates: Float64Array = new Float64Array(0);
  /** What each subgraph takes, where no other core can be in its way: the same every time. */
  private readonly alone: (SubgraphTiming | undefined)[] | null;

  constructor(
    private readonly job: SystemJob,
    observer: CoreObserver | undefined,
  ) {
    this.cores = Array.from({ length: job.cores }, (_, index) => new Core(index, observer));
    this.owners = this.cores.map(() => null);
    this.waiting = this.cores.map(() => []);
    this.threads = Array.from({ length: job.threads }, (_, index) => ({
      core: index % job.cores,
      ends: [],
      left: job.equalParts ? Math.ceil((job.images - index) / job.threads) : job.images,
      step: -1,
      until: NEVER,
      state: 'idle',
    }));
    this.hostFree = job.hostCores;
    this.ddr = new Ddr(job.ddr);
    const isAlone = Math.min(job.cores, job.threads) === 1 && observer === undefined;
    this.alone = isAlone ? job.subgraphs.map(() => undefined) : null;
  }

  run(): SystemTiming {
    for (const thread of this.threads) this.nextStep(thread);
    while (this.ends.length < this.job.images) {
      this.shareMemory();
      this.now = this.nextEvent();
      if (this.now === NEVER) throw new Error('the engines wait for tokens that nobody gives');
      this.moveBytes();
      for (const [index, core] of this.cores.entries()) {
        if (!core.isRunning || core.nextEnd() > this.now) continue;
        const timing = core.advance(this.now);
        if (timing !== null) this.coreDone(index, timing);
      }
      for (const thread of this.threads) if (thread.until <= this.now) this.threadDone(thread);
    }
    return { ends: this.ends, threadEnds: this.threads.map(({ ends }) => ends), runs: this.runs };
  }

  private nextEvent(): number {
    let next = NEVER;
    for (const core of this.cores) if (core.isRunning) next = Math.min(next, core.nextEnd());
    for (const { until } of this.threads) next = Math.min(next, until);
    return next;
  }

  /** Finds the rates anew where other flows move bytes than before. */
  private shareMemory(): void {
    let active = 0;
    for (const [index, { left }] of this.cores.entries()) {
      if (left[0] >= 0) active |= 1 << (FLOWS_PER_CORE * index);
      if (left[1] >= 0) active |= 2 << (FLOWS_PER_CORE * index);
    }
    const changed = active !== this.active;
    if (changed) {
      this.rates = this.ddr.rates(active);
      this.active = active;
    }
    for (const [index, core] of this.cores.entries()) {
      for (let engine = 0; engine < FLOWS_PER_CORE; engine++) {
        if (core.left[engine] < 0) continue;
        core.setEnd(engine, this.now + Math.ceil(core.left[engine] / this.rates[FLOWS_PER_CORE * index + engine]));
      }
    }
  }

  private moveBytes(): void {
    const cycles = this.now - this.moved;
    this.moved = this.now;
    if (cycles === 0) return;
    for (const [index, { left }] of this.cores.entries()) {
      for (let engine = 0; engine < FLOWS_PER_CORE; engine++) {
        if (left[engine] < 0) continue;
        left[engine] = Math.max(0, left[engine] - cycles * this.rates[FLOWS_PER_CORE * index + engine]);
      }
    }
  }

  private coreDone(index: number, timing: SubgraphTiming): void {
    const thread = this.owners[index]!;
    const step = this.job.steps[thread.step];
    if (step.on !== 'dpu') throw new Error('a core ended for a thread that did not start it');
    this.runs.push({ core: index, subgraph: step.subgraph, timing });
    if (this.alone !== null) this.alone[step.subgraph] = timing;
    thread.state = 'behind';
    thread.until = this.now + step.behind;
  }

  /** What a thread waited for is over. */
  private threadDone(thread: Thread): void {
    thread.until = NEVER;
    if (thread.state === 'before') {
      const step = this.job.steps[thread.step];
      if (step.on !== 'dpu') throw new Error('a thread waits for a core without a subgraph');
      const { workload, layers } = this.job.subgraphs[step.subgraph];
      const known = this.alone?.[step.subgraph];
      thread.state = 'running';
      if (known !== undefined) {
        thread.until = this.now + known.to - known.from;
        return;
      }
      this.cores[thread.core].start(step.subgraph, workload, layers, this.now);
      return;
    }
    if (thread.state === 'running') {
      const step = this.job.steps[thread.step];
      const { from, to, ...rest } = this.alone![step.on === 'dpu' ? step.subgraph : 0]!;
      this.coreDone(thread.core, { ...rest, from: this.now - (to - from), to: this.now });
      return;
    }
    if (thread.state === 'behind') {
      this.owners[thread.core] = null;
      const next = this.waiting[thread.core].shift();
      if (next !== undefined) this.takeCore(next);
    } else {
      this.hostFree++;
      const next = this.hostQueue.shift();
      if (next !== undefined) this.takeHost(next);
    }
    this.nextStep(thread);
  }

  private nextStep(thread: Thread): void {
    const { steps, images } = this.job;
    if (thread.step === steps.length - 1) {
      this.ends.push(this.now);
      thread.ends.push(this.now);
    }
    if (thread.step < 0 || thread.step === steps.length - 1) {
      thread.step = -1;
      thread.state = 'idle';
      if (this.started === images || thread.left === 0) return;
      this.started++;
      thread.left--;
    }
    thread.step++;
    if (steps[thread.step].on === 'host') {
      thread.state = 'waitHost';
      if (this.hostFree > 0) this.takeHost(thread);
      else this.hostQueue.push(thread);
    } else {
      thread.state = 'waitCore';
      if (this.owners[thread.core] === null) this.takeCore(thread);
      else this.waiting[thread.core].push(thread);
    }
  }

  private takeHost(thread: Thread): void {
    const step = this.job.steps[thread.step];
    this.hostFree--;
    thread.state = 'host';
    thread.until = this.now + (step.on === 'host' ? step.cycles : 0);
  }

  private takeCore(thread: Thread): void {
    const step = this.job.steps[thread.step];
    this.owners[thread.core] = thread;
    thread.state = 'before';
    thread.until = this.now + (step.on === 'dpu' ? step.before : 0);
  }
}
