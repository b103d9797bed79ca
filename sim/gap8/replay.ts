import type { Fork } from './fork.js';
import type { Gap8Program, Instruction, Request } from './program.js';
import { ClusterDma, type ClusterDmaTiming } from './units/cluster-dma.js';
import { HyperRam, type HyperRamTiming, type Transfer } from './units/hyper-ram.js';

/** What the cluster spends its cycles on; exactly one holds in each cycle. */
export const GAP8_CAUSES = ['compute', 'fork', 'dma', 'l3', 'events'] as const;

export type Gap8Cause = (typeof GAP8_CAUSES)[number];

export type Gap8CauseCycles = Readonly<Record<Gap8Cause, number>>;

/** What requests and forks cost, in cycles of the cluster. */
export interface Gap8Timing {
  readonly hyperRam: HyperRamTiming;
  readonly dma: ClusterDmaTiming;
  /** Of each fork, beside its kernel. */
  readonly forkCycles: number;
  readonly kernelCycles: (fork: Fork) => number;
}

/** The window of a layer. */
export interface LayerTiming {
  readonly from: number;
  readonly to: number;
  readonly causes: Gap8CauseCycles;
}

/** Told of everything that takes time. */
export interface ReplayObserver {
  forked(fork: Fork, start: number, kernelStart: number, end: number): void;
  transferred(request: Request, transfer: Transfer): void;
  layer(index: number, from: number, to: number): void;
}

/**
 * Plays a program: the master issues requests at no cost, forks kernels and waits; DMA and HyperRAM work through their queues.
 */
export function replay({ layers }: Gap8Program, timing: Gap8Timing, observer?: ReplayObserver): LayerTiming[] {
  const master = new Master(timing, observer);
  return layers.map(({ before, window }, index) => {
    master.run(before);
    const from = master.now;
    const causes = master.run(window);
    observer?.layer(index, from, master.now);
    return { from, to: master.now, causes };
  });
}

class Master {
  now = 0;
  private causes: Record<Gap8Cause, number> = noCycles();
  private readonly hyperRam: HyperRam;
  private readonly dma: ClusterDma;
  private readonly pending = new Map<number, { readonly op: 'l3' | 'dma'; readonly transfer: Transfer }>();

  constructor(
    private readonly timing: Gap8Timing,
    private readonly observer: ReplayObserver | undefined,
  ) {
    this.hyperRam = new HyperRam(timing.hyperRam);
    this.dma = new ClusterDma(timing.dma);
  }

  /** Follows the instructions, and tells what its cycles went to. */
  run(instructions: readonly Instruction[]): Gap8CauseCycles {
    this.causes = noCycles();
    for (const instruction of instructions) {
      switch (instruction.op) {
        case 'wait':
          this.wait(instruction.request);
          break;
        case 'fork':
          this.fork(instruction.fork);
          break;
        default:
          this.request(instruction);
      }
    }
    return this.causes;
  }

  private request(request: Request): void {
    const unit = request.op === 'l3' ? this.hyperRam : this.dma;
    const transfer = unit.request(this.now, request);
    this.pending.set(request.request, { op: request.op, transfer });
    this.observer?.transferred(request, transfer);
  }

  private fork(fork: Fork): void {
    const { forkCycles, kernelCycles } = this.timing;
    const start = this.now;
    this.spend('fork', forkCycles);
    const kernelStart = this.now;
    this.spend('compute', kernelCycles(fork));
    this.observer?.forked(fork, start, kernelStart, this.now);
  }

  /** Waits for a request: for its transfer and those before it in the queue, and then to hear of its end. */
  private wait(number: number): void {
    const { op, transfer } = this.pending.get(number)!;
    if (transfer.end > this.now) this.spend(op, transfer.end - this.now);
    if (transfer.known > this.now) this.spend('events', transfer.known - this.now);
  }

  private spend(cause: Gap8Cause, cycles: number): void {
    this.causes[cause] += cycles;
    this.now += cycles;
  }
}

function noCycles(): Record<Gap8Cause, number> {
  return { compute: 0, fork: 0, dma: 0, l3: 0, events: 0 };
}
