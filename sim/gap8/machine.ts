import { z } from 'zod';
import { baseClock, type ClockDomain, derivedClock } from '../core/clock.js';
import { type Constant, wholeConstant } from '../core/constant.js';
import { parseYaml } from '../core/input/yaml.js';
import type { Budgets } from './budgets.js';
import { gap8ClusterTiming } from './cores/timing.js';
import type { Fork } from './fork.js';
import { gatherCycles } from './kernels/gather.js';
import { derivedKernelParts, type KernelParts, kernelCycles } from './kernels/kernel-model.js';
import { GATHER_LOOP_CYCLES } from './kernels/pointwise.js';
import type { Gap8Timing } from './replay.js';

/** A board with a GAP8: clocks, what a program may take of the memories, and what moving and forking cost. Frozen plain data. */
export interface Gap8Board {
  readonly name: string;
  readonly machine: 'gap8';
  readonly device: string;
  /** Of the eight cores and their DMA; cycles are counted in it. */
  readonly clock: ClockDomain;
  /** Of the fabric controller, L2, the uDMA and the HyperBus. */
  readonly socClock: ClockDomain;
  readonly memories: Readonly<Record<'l1Budget' | 'l2Budget' | 'l1' | 'l2' | 'hyperRam', Constant>>;
  readonly hyperRam: Readonly<Record<'event' | 'start' | 'line' | 'burst' | 'burstBytes' | 'bytesPerCycle', Constant>>;
  readonly dma: Readonly<Record<'start' | 'line' | 'bytesPerCycle', Constant>>;
  readonly fork: Constant;
  /** The loop over a byte of a column, without conflicts on banks: the published binary's is longer than our listing's. */
  readonly gatherLoop: Constant;
}

/** A size in the board file that does not fit, and what does. */
interface MemoryProblem {
  readonly memory: keyof Gap8Board['memories'];
  readonly allowed: string;
}

const MOST_GATHER_LOOP = 64;
const MOST_HZ = 10 ** 10;
const MOST_BYTES = 2 ** 30;
const MOST_CYCLES = 10 ** 6;

const clock = z.strictObject({ name: z.string().min(1), frequencyHz: wholeConstant('Hz', 1, MOST_HZ) });
const bytes = wholeConstant('bytes', 1, MOST_BYTES);
const cycles = wholeConstant('cycles', 0, MOST_CYCLES);
const socCycles = wholeConstant('SoC cycles', 0, MOST_CYCLES);
const bytesPerCycle = wholeConstant('bytes per SoC cycle', 1, MOST_BYTES);

const boardSchema = z
  .strictObject({
    schema: z.literal('qcycle.board/1'),
    name: z.string().min(1),
    machine: z.literal('gap8'),
    device: z.string().min(1),
    clock,
    socClock: clock,
    memories: z.strictObject({ l1Budget: bytes, l2Budget: bytes, l1: bytes, l2: bytes, hyperRam: bytes }),
    hyperRam: z.strictObject({
      event: socCycles,
      start: socCycles,
      line: socCycles,
      burst: socCycles,
      burstBytes: bytes,
      bytesPerCycle,
    }),
    dma: z.strictObject({ start: cycles, line: cycles, bytesPerCycle }),
    fork: cycles,
    gatherLoop: wholeConstant('cycles per byte', GATHER_LOOP_CYCLES, MOST_GATHER_LOOP),
  })
  .superRefine(({ memories }, context) => {
    for (const { memory, allowed } of memoryProblems(memories)) {
      const message = `found ${memories[memory].value}, allowed: ${allowed}`;
      context.addIssue({ code: 'custom', path: ['memories', memory, 'value'], message });
    }
  })
  .transform(({ schema: _, clock: cluster, socClock: soc, ...board }): Gap8Board => {
    const clusterHz = cluster.frequencyHz.value;
    return Object.freeze({
      ...board,
      clock: baseClock(cluster.name, clusterHz),
      socClock: derivedClock(soc.name, soc.frequencyHz.value, clusterHz),
    });
  });

/** L1 is that of the cluster; a budget fits its memory, that of L1 beside the stacks of the cores. */
function memoryProblems({ l1, l2, l1Budget, l2Budget }: Gap8Board['memories']): MemoryProblem[] {
  const { l1Bytes, cores, stackBytes } = gap8ClusterTiming();
  if (l1.value !== l1Bytes.value) return [{ memory: 'l1', allowed: `${l1Bytes.value}, the L1 of the cores` }];
  const room = l1.value - cores.value * stackBytes.value;
  const problems: MemoryProblem[] = [];
  if (l1Budget.value > room) {
    const reason = `memories.l1 less ${cores.value} stacks of ${stackBytes.value}`;
    problems.push({ memory: 'l1Budget', allowed: `at most ${room}, ${reason}` });
  }
  if (l2Budget.value > l2.value) {
    problems.push({ memory: 'l2Budget', allowed: `at most ${l2.value}, memories.l2` });
  }
  return problems;
}

/**
 * Reads a board file (schema qcycle.board/1) of this machine.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseGap8Board(text: string, file: string): Gap8Board {
  return parseYaml(text, file, boardSchema);
}

/** What a program may take of the memories. */
export function budgetsOf({ memories }: Gap8Board): Budgets {
  const { l1Budget, l2Budget, hyperRam } = memories;
  return { l1Bytes: l1Budget.value, l2Bytes: l2Budget.value, hyperRamBytes: hyperRam.value };
}

/** The parts of kernels on a board: as derived from the listings, but for the gather's loop. */
export function kernelPartsOf({ gatherLoop }: Gap8Board, derived = derivedKernelParts()): KernelParts {
  return { ...derived, gather: gatherCycles(gatherLoop.value) };
}

/** What everything costs in cycles of the cluster. */
export function timingOf(board: Gap8Board, parts: KernelParts): Gap8Timing {
  const { hyperRam, dma, fork, socClock } = board;
  const socCycle = socClock.ratio.denominator / socClock.ratio.numerator;
  return {
    hyperRam: {
      eventCycles: Math.ceil(socCycle * hyperRam.event.value),
      startCycles: socCycle * hyperRam.start.value,
      lineCycles: socCycle * hyperRam.line.value,
      burstCycles: socCycle * hyperRam.burst.value,
      burstBytes: hyperRam.burstBytes.value,
      byteCycles: socCycle / hyperRam.bytesPerCycle.value,
    },
    dma: {
      startCycles: dma.start.value,
      lineCycles: dma.line.value,
      byteCycles: socCycle / dma.bytesPerCycle.value,
    },
    forkCycles: fork.value,
    kernelCycles: oncePerFork((fork) => kernelCycles(fork, parts)),
  };
}

/** Layers with windows fork one and the same kernel for many tiles. */
function oncePerFork(cyclesOf: (fork: Fork) => number): (fork: Fork) => number {
  const known = new WeakMap<Fork, number>();
  return (fork) => {
    const found = known.get(fork) ?? cyclesOf(fork);
    known.set(fork, found);
    return found;
  };
}
