import { Core, type CoreObserver, type SubgraphTiming } from '../units/core.js';
import { SharedMemory } from './shared-memory.js';
import type { SystemJob } from './system-job.js';

const NEVER = Number.POSITIVE_INFINITY;

/** Who is told that a core has run a subgraph. */
export type CoreDone = (core: number, subgraph: number, timing: SubgraphTiming) => void;

/** The cores of a board, on one memory. */
export class CoreSet {
  private readonly cores: Core[];
  private readonly memory: SharedMemory;
  private readonly subgraphs: number[];

  constructor(
    private readonly job: SystemJob,
    private readonly done: CoreDone,
    observer: CoreObserver | undefined,
  ) {
    this.cores = Array.from({ length: job.cores }, (_, index) => new Core(index, job.ddr.latencies[index], observer));
    this.subgraphs = this.cores.map(() => 0);
    this.memory = new SharedMemory(this.cores, job.ddr);
  }

  start(core: number, subgraph: number, now: number): void {
    const { workload, layers } = this.job.subgraphs[subgraph];
    this.subgraphs[core] = subgraph;
    this.cores[core].start(subgraph, workload, layers, now);
  }

  /** The next cycle in which an engine goes on, counted from now. */
  nextEnd(now: number): number {
    this.memory.share(now);
    let next = NEVER;
    for (const core of this.cores) if (core.isRunning) next = Math.min(next, core.nextEnd());
    return next;
  }

  advance(now: number): void {
    for (const [index, core] of this.cores.entries()) {
      if (!core.isRunning || core.nextEnd() > now) continue;
      const timing = core.advance(now);
      if (timing !== null) this.done(index, this.subgraphs[index], timing);
    }
  }
}

/** A core that no other can be in the way of: it does a subgraph the same every time, so that each is simulated once. */
export class LoneCore {
  private readonly known: (SubgraphTiming | undefined)[] = [];
  private readonly set: CoreSet;
  private replay: { readonly subgraph: number; readonly from: number; readonly to: number } | null = null;

  constructor(
    job: SystemJob,
    private readonly done: CoreDone,
  ) {
    const simulated: CoreDone = (core, subgraph, timing) => {
      this.known[subgraph] = timing;
      done(core, subgraph, timing);
    };
    this.set = new CoreSet({ ...job, cores: 1 }, simulated, undefined);
  }

  start(core: number, subgraph: number, now: number): void {
    const known = this.known[subgraph];
    if (known === undefined) this.set.start(core, subgraph, now);
    else this.replay = { subgraph, from: now, to: now + known.to - known.from };
  }

  nextEnd(now: number): number {
    return this.replay === null ? this.set.nextEnd(now) : this.replay.to;
  }

  advance(now: number): void {
    if (this.replay === null) {
      this.set.advance(now);
    } else if (this.replay.to <= now) {
      const { subgraph, from, to } = this.replay;
      this.replay = null;
      this.done(0, subgraph, { ...this.known[subgraph]!, from, to });
    }
  }
}
