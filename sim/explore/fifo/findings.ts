import { deadlockSentence } from '../../core/deadlock.js';
import { simulateEvents } from '../../core/engine/event.js';
import type { PipelineTiming } from '../../core/engine/result.js';
import { packageVersion } from '../../core/package-root.js';
import { fifoResources, hlsResourceModel } from '../../fabric/index.js';
import type { Depths, FifoProblem, FifoSite } from './problem.js';
import { intervalWith, type SizingOptions, sizeFifos } from './search.js';

/** What is found out about the FIFOs of a pipeline (schema qcycle.fifo/1). */
export interface FifoFindings {
  readonly schema: 'qcycle.fifo/1';
  readonly qcycle: string;
  readonly name: string;
  readonly maxSlowdownPercent: number;
  /** Cycles a frame with FIFOs that are never full. */
  readonly unboundedIntervalCycles: number;
  /** Cycles a frame with the depths that were found. */
  readonly intervalCycles: number;
  /** The depths as they were given: cycles a frame, or the deadlock. */
  readonly given: {
    readonly intervalCycles: number | null;
    readonly deadlock: string | null;
    readonly total: FifoCost;
  };
  readonly fifos: readonly FoundFifo[];
  readonly total: FifoCost;
  readonly simulations: number;
  readonly seconds: number;
}

/** Null where the width of words is not known. */
export interface FifoCost {
  readonly words: number;
  readonly bits: number | null;
  readonly lut: number | null;
  readonly bram18: number | null;
}

export interface FoundFifo {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly widthBits: number | null;
  /** Depth in words that was found; 0 where no FIFO is needed. */
  readonly depth: number;
  readonly givenDepth: number;
  /** Most words inside at the end of a cycle, with the depths that were found. */
  readonly peak: number;
  /** Cycles a frame that the block before it waits for room in its streams, and the block behind it for words. */
  readonly writerWaits: number;
  readonly readerWaits: number;
  readonly cost: FifoCost;
}

/** Frames over which peaks and waits are counted. */
const FRAMES = 32;

/**
 * Finds FIFO depths and tells how they are used.
 * @throws InputError as `sizeFifos` does
 */
export function findFifos(problem: FifoProblem, options: SizingOptions = {}): FifoFindings {
  const from = performance.now();
  const sized = sizeFifos(problem, options);
  const given = intervalWith(problem, problem.given);
  const pipeline = problem.buildFor(sized.depths, FRAMES);
  const timing = simulateEvents(pipeline);
  const model = hlsResourceModel();
  const costOf = ({ bits }: FifoSite, words: number): FifoCost => {
    if (bits === null) return { words, bits: null, lut: null, bram18: null };
    const { lut, bram18 } = fifoResources(model, words, bits);
    return { words, bits: words * bits, lut, bram18 };
  };
  const costsWith = (depths: Depths) => problem.sites.map((site) => costOf(site, depths.get(site.name)!));
  return {
    schema: 'qcycle.fifo/1',
    qcycle: packageVersion(),
    name: problem.name,
    maxSlowdownPercent: 100 * (options.maxSlowdown ?? 0),
    unboundedIntervalCycles: sized.unboundedCyclesPerFrame,
    intervalCycles: sized.interval.cyclesPerFrame,
    given: {
      intervalCycles: given.deadlock === null ? given.cyclesPerFrame : null,
      deadlock: given.deadlock === null ? null : deadlockSentence(problem.nameDeadlock(given.deadlock, problem.given)),
      total: totalOf(costsWith(problem.given)),
    },
    fifos: problem.sites.map((site) => {
      const { name, stream, from, to, bits } = site;
      const writer = pipeline.blocks.findIndex(({ outputs }) => outputs.includes(stream));
      const reader = pipeline.blocks.findIndex(({ inputs }) => inputs.includes(stream));
      const depth = sized.depths.get(name)!;
      return {
        name,
        from,
        to,
        widthBits: bits,
        depth,
        givenDepth: problem.given.get(name)!,
        peak: timing.streams.find((each) => each.name === stream)?.highWater ?? 0,
        writerWaits: waitsOf(timing, writer, 'waitOutput'),
        readerWaits: waitsOf(timing, reader, 'waitInput'),
        cost: costOf(site, depth),
      };
    }),
    total: totalOf(costsWith(sized.depths)),
    simulations: sized.probes,
    seconds: (performance.now() - from) / 1000,
  };
}

function waitsOf({ blocks }: PipelineTiming, block: number, cause: 'waitInput' | 'waitOutput'): number {
  return (blocks[block]?.causes[cause] ?? 0) / FRAMES;
}

function totalOf(costs: readonly FifoCost[]): FifoCost {
  const total = (of: (cost: FifoCost) => number | null) =>
    costs.reduce<number | null>((sum, cost) => {
      const value = of(cost);
      return sum === null || value === null ? null : sum + value;
    }, 0);
  return {
    words: total(({ words }) => words)!,
    bits: total(({ bits }) => bits),
    lut: total(({ lut }) => lut),
    bram18: total(({ bram18 }) => bram18),
  };
}
