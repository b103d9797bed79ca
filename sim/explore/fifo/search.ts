import { deadlockSentence } from '../../core/deadlock.js';
import { leastInterval } from '../../core/engine/busiest-block.js';
import { type Interval, measureInterval } from '../../core/engine/interval.js';
import { InputError } from '../../core/input/input-error.js';
import type { Pipeline } from '../../core/pipeline.js';
import type { Depths, FifoProblem, FifoSite, Pace } from './problem.js';

/** What `sizeFifos` finds out. */
export interface SizedFifos {
  readonly depths: Depths;
  /** With these depths. */
  readonly interval: Interval;
  /** With FIFOs that are never full. */
  readonly unboundedCyclesPerFrame: number;
  /** Pipelines that were simulated. */
  readonly probes: number;
}

export interface SizingOptions {
  /** How much longer than with unbounded FIFOs a frame may take: 0.02 for 2 %. */
  readonly maxSlowdown?: number;
  /**
   * How far depths are lowered: `minimal`: until none can be lowered alone; `rough`: each to the least if that is enough;
   * `alike`: not at all beyond what fills up, all FIFOs are as deep as each other. Default: minimal.
   */
  readonly effort?: 'minimal' | 'rough' | 'alike';
  /** Told after each pipeline that was simulated. */
  readonly progress?: (probes: number) => void;
}

/** Frames within which a pipeline must be in its steady state. */
const MAX_FRAMES = 400;
/** Words that the deepest FIFO may hold. */
const MAX_DEPTH = 2 ** 20;
/** By how much FIFOs are deepened at a time. */
const DEEPER = 4;
/** How often FIFOs are deepened that already hold a frame and gain nothing. */
const IDLE_STEPS = 1;

/**
 * Finds FIFO depths that do not make a frame take longer than is allowed; with full effort none can be lowered alone.
 *
 * A deeper FIFO never delays anything, and neither does an earlier word: in the recurrence of the engine they only relax what
 * an access waits for. So depths that have been lowered as far as they go one by one, the most expensive first, cannot be
 * lowered after the others have been. And what is too little for an early source is too little for the actual one, so that
 * depths which are found with the former need only be enough for the latter.
 * @throws InputError where no depths keep the pipeline from a deadlock, or it has no steady state
 */
export function sizeFifos(problem: FifoProblem, options: SizingOptions = {}): SizedFifos {
  const { maxSlowdown = 0 } = options;
  const early = new Search(problem, 'early', options);
  const sized = early.run();
  return sized.interval.cyclesPerFrame <= sized.unboundedCyclesPerFrame * (1 + maxSlowdown)
    ? sized
    : new Search(problem, 'actual', options, early.probes).run();
}

class Search {
  private depths: Depths = new Map();
  private allowed = 0;

  constructor(
    private readonly problem: FifoProblem,
    private readonly pace: Pace,
    private readonly options: SizingOptions,
    public probes = 0,
  ) {}

  run(): SizedFifos {
    const unboundedCyclesPerFrame = this.deepen();
    if (this.options.effort !== 'alike') this.lowerAll();
    const interval = intervalWith(this.problem, this.depths, (pipeline) => this.measure(pipeline));
    return { depths: this.depths, interval, unboundedCyclesPerFrame, probes: this.probes };
  }

  /**
   * Deepens all FIFOs alike until the busiest block never waits or, where they hold a frame, nothing more is gained. Leaves
   * the first depths that were enough, and returns the interval of the last.
   */
  private deepen(): number {
    const tried: { readonly depths: Depths; readonly interval: Interval; readonly pipeline: Pipeline }[] = [];
    const frame = Math.max(...this.problem.sites.map(({ wordsPerFrame }) => wordsPerFrame));
    let best = Number.POSITIVE_INFINITY;
    for (let depth = 1, idle = 0; idle <= IDLE_STEPS; depth *= DEEPER) {
      const depths = new Map(
        this.problem.sites.map(({ name, least }) => [name, depth === 1 ? least : Math.max(least, depth)]),
      );
      const pipeline = this.problem.build(depths, this.pace);
      const interval = this.measure(pipeline);
      tried.push({ depths, interval, pipeline });
      if (depth > MAX_DEPTH) this.refuse(interval);
      idle = knownInterval(interval) < best || best === Number.POSITIVE_INFINITY || depth < frame ? 0 : idle + 1;
      best = Math.min(best, knownInterval(interval));
      if (best <= leastInterval(pipeline)) break;
    }
    this.allowed = best * (1 + (this.options.maxSlowdown ?? 0));
    const enough = tried.find(({ interval }) => knownInterval(interval) <= this.allowed)!;
    this.depths = enough.depths;
    this.lowerToPeaks(enough.pipeline, enough.interval);
    return best;
  }

  /** FIFOs that were never full are as good if they are only as deep as they were filled, and a word more. */
  private lowerToPeaks({ streams }: Pipeline, { highWater }: Interval): void {
    const lowered = this.problem.sites.map(({ name, stream, least }) => {
      const peak = highWater[streams.findIndex((each) => each.name === stream)] ?? 0;
      return [name, Math.max(least, Math.min(this.depths.get(name)!, peak + 1))] as const;
    });
    if (this.isEnough(new Map(lowered))) this.depths = new Map(lowered);
  }

  private refuse({ deadlock }: Interval): never {
    const reason =
      deadlock === null
        ? `no steady state within ${MAX_FRAMES} frames`
        : deadlockSentence(this.problem.nameDeadlock(deadlock, this.depths));
    throw new InputError(`${this.problem.name}: with FIFOs of ${MAX_DEPTH} words, ${reason}`);
  }

  /**
   * Lowers the depth of each FIFO as far as it goes, the most expensive first. Unlike a lower depth, taking a FIFO away makes
   * words come earlier, which may make others needless: then once more.
   */
  private lowerAll(): void {
    const cost = ({ name, bits }: FifoSite) => this.depths.get(name)! * (bits ?? 1);
    const sites = [...this.problem.sites].sort((a, b) => cost(b) - cost(a));
    const present = () => sites.filter(({ name }) => this.depths.get(name)! > 0).length;
    for (let before = -1; before !== present(); ) {
      before = present();
      for (const site of sites) this.lower(site);
    }
  }

  private lower({ name, least }: FifoSite): void {
    const isEnough = (depth: number) => this.isEnough(new Map(this.depths).set(name, depth));
    let enough = this.depths.get(name)!;
    if (enough > least && isEnough(least)) enough = least;
    let tooLittle = this.options.effort === 'rough' ? enough : Math.max(least, 1);
    while (enough - tooLittle > 1) {
      const depth = Math.floor((enough + tooLittle) / 2);
      if (isEnough(depth)) enough = depth;
      else tooLittle = depth;
    }
    this.depths = new Map(this.depths).set(name, enough);
  }

  private isEnough(depths: Depths): boolean {
    return knownInterval(this.measure(this.problem.build(depths, this.pace))) <= this.allowed;
  }

  private measure(pipeline: Pipeline): Interval {
    const interval = measureInterval(pipeline, MAX_FRAMES);
    this.probes++;
    this.options.progress?.(this.probes);
    return interval;
  }
}

/** The interval of a pipeline with these depths. The actual source lies between two that are simulated much faster. */
export function intervalWith(
  problem: FifoProblem,
  depths: Depths,
  measure = (pipeline: Pipeline) => measureInterval(pipeline, MAX_FRAMES),
): Interval {
  if (problem.hasBursts) {
    const early = measure(problem.build(depths, 'early'));
    const late = measure(problem.build(depths, 'late'));
    if (early.steady && late.steady && early.cyclesPerFrame === late.cyclesPerFrame) return late;
  }
  return measure(problem.build(depths, 'actual'));
}

/** Where there is no steady state, nothing is known. */
function knownInterval({ steady, cyclesPerFrame }: Interval): number {
  return steady ? cyclesPerFrame : Number.POSITIVE_INFINITY;
}
