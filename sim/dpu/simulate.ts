import { toMicroseconds } from '../core/clock.js';
import type { Run, RunLayer } from '../core/run.js';
import { peakOpsPerCycle } from './architecture.js';
import { ENGINES } from './isa/instruction-set.js';
import type { DpuBoard } from './machine.js';
import type { DpuProgram, ProgramLayer, Subgraph } from './program.js';
import { type DpuJob, systemJob, workloadsOf } from './timing/application.js';
import { runSystem, type SystemTiming } from './timing/run-system.js';
import { bytesOf } from './timing/workload.js';
import { CORE_CAUSES, type CoreObserver } from './units/core.js';

/** What a cycle of a core is spent on; `host` where it waits for the host. */
export const DPU_CAUSES = [...CORE_CAUSES, 'host'] as const;

/** The part of a Run that is about time. */
export type DpuTimingRecord = Omit<
  Run,
  'schema' | 'qcycle' | 'device' | 'accuracy' | 'predictions' | 'scores' | 'wallSeconds'
>;

/** Images that each core runs one by one, and at least each thread; those behind them follow in the mean interval of the later ones. */
const IMAGES_PER_CORE = 10;
const IMAGES_PER_THREAD = 4;

/** The cycles of a job with any number of images. */
export interface JobTiming {
  /** Until the last image, and the first. */
  readonly cycles: number;
  readonly firstImageCycles: number;
  /** Between images in the long run. */
  readonly intervalCycles: number;
  /** What was simulated of it. */
  readonly system: SystemTiming;
}

/**
 * Runs the host's threads, the cores and the memory for a job. Ten images a core, and four a thread, are simulated, each by
 * itself; what comes behind them goes on in the mean interval of the later half of what every thread did.
 */
export function timeJob(job: DpuJob, observer?: CoreObserver): JobTiming {
  const { threads, board } = job;
  const rounds = Math.max(IMAGES_PER_THREAD, Math.ceil((IMAGES_PER_CORE * board.cores.length) / threads));
  const simulated = Math.min(job.images, rounds * threads);
  const system = runSystem(systemJob({ ...job, images: simulated }, workloadsOf(job.program, board)), observer);
  const { ends } = system;
  if (job.hostWork === 'prepared' && simulated < job.images) return slowestThread(job, rounds, system);
  const last = ends[simulated - 1];
  const before = threads * Math.floor(simulated / threads / 2);
  const intervalCycles = (last - (before === 0 ? 0 : ends[before - 1])) / (simulated - before);
  const cycles = Math.round(last + (job.images - simulated) * intervalCycles);
  return { cycles, firstImageCycles: ends[0], intervalCycles, system };
}

/** Where each thread has an equal part of the images, the run lasts as long as the thread whose images take longest. */
function slowestThread({ images, threads }: DpuJob, rounds: number, system: SystemTiming): JobTiming {
  const half = Math.floor(rounds / 2);
  const times = system.threadEnds.map((own) => {
    const last = own[rounds - 1];
    const roundCycles = (last - own[rounds - half - 1]) / half;
    return { roundCycles, cycles: Math.round(last + (Math.ceil(images / threads) - rounds) * roundCycles) };
  });
  const slowest = times.reduce((most, other) => (other.cycles > most.cycles ? other : most));
  const intervalCycles = slowest.roundCycles / threads;
  return { cycles: slowest.cycles, firstImageCycles: system.ends[0], intervalCycles, system };
}

/** Threads for each core where a board is kept busy: one prepares the next image. */
const BUSY_THREADS = 2;

/** Milliseconds of a frame as the model zoo publishes them: of one thread end to end, and between frames where all cores are busy. */
export function framePeriods(
  program: DpuProgram,
  board: DpuBoard,
): { readonly oneThreadMs: number; readonly frameMs: number } {
  const job = { program, board, hostWork: 'endToEnd' as const };
  const milliseconds = (cycles: number) => (1000 * cycles) / board.clock.frequencyHz;
  const threads = BUSY_THREADS * board.cores.length;
  return {
    oneThreadMs: milliseconds(timeJob({ ...job, threads: 1, images: 1 }).cycles),
    frameMs: milliseconds(timeJob({ ...job, threads, images: Number.MAX_SAFE_INTEGER }).intervalCycles),
  };
}

/**
 * Finds out where every cycle goes. Cycles are those of the mean core: of each layer by what its engines do, and the rest, in which
 * it waits for the host.
 */
export function simulateDpu(job: DpuJob, observer?: CoreObserver): DpuTimingRecord {
  const { program, board, images } = job;
  const { cycles, firstImageCycles, system } = timeJob(job, observer);
  const layers = describeLayers(job, system);
  const host = waitingForHost(cycles - layers.reduce((sum, layer) => sum + layer.cycles, 0));
  const onHost = program.parts.flatMap((part) => (part.on === 'host' ? part.layers : []));
  const microseconds = toMicroseconds(board.clock, cycles);
  const sum = (count: (layer: RunLayer) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  return {
    network: program.network,
    machine: board.machine,
    board: board.name,
    clockMHz: board.clock.frequencyHz / 1e6,
    engine: 'event',
    images,
    cycles,
    cyclesPerImage: cycles / images,
    firstImageCycles,
    microseconds,
    microsecondsPerImage: microseconds / images,
    imagesPerSecond: (images * 1e6) / microseconds,
    macs: sum(({ macs }) => macs),
    ops: sum(({ ops }) => ops),
    layers: [...layers, host],
    blocks: describeEngines(layers, cycles),
    streams: [],
    bottleneck: findBottleneck([...layers, host], cycles),
    ...(onHost.length === 0 ? {} : { hostLayers: onHost.map(({ name, op, why }) => ({ name, op, why })) }),
  };
}

/** The layers of all subgraphs: the mean of what was simulated, for all images, on the mean core. */
function describeLayers({ program, board, images }: DpuJob, { runs }: SystemTiming): RunLayer[] {
  const subgraphs = program.parts.filter((part): part is Subgraph => part.on === 'dpu');
  return subgraphs.flatMap((subgraph, index) => {
    const own = runs.filter((run) => run.subgraph === index).map(({ timing }) => timing);
    const scale = images / own.length / board.cores.length;
    return subgraph.layers.map((layer, at): RunLayer => {
      const cycles = scale * own.reduce((sum, timing) => sum + timing.cycles[at], 0);
      const spent = (cause: number) => scale * own.reduce((sum, timing) => sum + timing.causes[at][cause], 0);
      const busy = (engine: number) => scale * own.reduce((sum, timing) => sum + timing.busy[at][engine], 0);
      const peak = peakOpsPerCycle(board.architecture);
      const idealCycles = (2 * layer.macs) / peak;
      const engines = ENGINES.map((name, engine) => ({ name, busyCycles: Math.min(busy(engine), cycles) }));
      return {
        name: layer.name,
        op: layer.op,
        macs: layer.macs,
        ops: 2 * layer.macs,
        idealCycles,
        cycles,
        causes: Object.fromEntries(CORE_CAUSES.map((cause, number) => [cause, spent(number)])),
        engines,
        bytes: { ...layer.bytes, ...movedBytes(subgraph, layer) },
        utilization: cycles === 0 ? 0 : Math.min(1, (idealCycles * images) / board.cores.length / cycles),
      };
    });
  });
}

function movedBytes({ instructions }: Subgraph, { first, end }: ProgramLayer): { load: number; save: number } {
  const moved = { load: 0, save: 0 };
  for (let index = first; index < end; index++) {
    const instruction = instructions[index];
    moved[instruction.op === 'LOAD' ? 'load' : 'save'] += bytesOf(instruction);
  }
  return moved;
}

/** What is left of the run: the cores wait for the driver, and for what the host computes. */
function waitingForHost(cycles: number): RunLayer {
  const nothing = { macs: 0, ops: 0, idealCycles: 0, bytes: { input: 0, output: 0 }, utilization: 0 };
  return { name: 'host', op: 'host', ...nothing, cycles, causes: { host: cycles } };
}

function describeEngines(layers: readonly RunLayer[], cycles: number): Run['blocks'] {
  return ENGINES.map((name, engine) => {
    const busy = layers.reduce((sum, { engines = [] }) => sum + (engines[engine]?.busyCycles ?? 0), 0);
    const causes = { busy, waitInput: cycles - busy, waitOutput: 0, fill: 0, drain: 0 };
    return { name, unit: `${name.toUpperCase()} engine`, causes };
  });
}

/** What the causes mean in a sentence. */
const SENTENCES: Readonly<Record<string, string>> = {
  conv: 'convolutions',
  misc: 'depthwise convolutions, pools and sums',
  load: 'waiting for bytes from DDR',
  save: 'waiting for bytes to DDR',
  latency: 'waiting for the first byte of transfers',
  host: 'waiting for the host',
};

function findBottleneck(layers: readonly RunLayer[], cycles: number): Run['bottleneck'] {
  const causes = DPU_CAUSES.map((cause) => ({
    cause,
    spent: layers.reduce((sum, layer) => sum + (layer.causes[cause] ?? 0), 0),
  }));
  const { cause, spent } = causes.reduce((most, other) => (other.spent > most.spent ? other : most));
  const longest = layers.reduce((most, layer) => (layer.cycles > most.cycles ? layer : most));
  const percent = (part: number) => `${((100 * part) / cycles).toFixed(1)} %`;
  const sentence = `a core spends ${percent(spent)} of its cycles on ${SENTENCES[cause]}; ${longest.name} takes ${percent(longest.cycles)}`;
  return { layer: longest.name, cause, sentence };
}
