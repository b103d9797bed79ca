import { toMicroseconds } from '../core/clock.js';
import type { Run, RunLayer } from '../core/run.js';
import { peakOpsPerCycle } from './architecture.js';
import { ENGINES } from './isa/instruction-set.js';
import type { ProgramLayer, Subgraph } from './program.js';
import type { DpuJob } from './timing/application.js';
import type { StandingRun } from './timing/job-timing.js';
import { timeJob } from './timing/time-job.js';
import { bytesOf } from './timing/workload.js';
import { CORE_CAUSES, type CoreObserver, type SubgraphTiming } from './units/core.js';

/** What a cycle of a core is spent on; `host` where it waits for the host. */
export const DPU_CAUSES = [...CORE_CAUSES, 'host'] as const;

/** The part of a Run that is about time. */
export type DpuTimingRecord = Omit<
  Run,
  'schema' | 'qcycle' | 'device' | 'accuracy' | 'predictions' | 'scores' | 'wallSeconds'
>;

/**
 * Finds out where every cycle goes. Cycles are those of the mean core: of each layer by what its engines do, and the rest, in which
 * it waits for the host.
 */
export function simulateDpu(job: DpuJob, observer?: CoreObserver): DpuTimingRecord {
  const { program, board, images } = job;
  const { cycles, firstImageCycles, runs } = timeJob(job, observer);
  const layers = describeLayers(job, runs);
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

/** The layers of all subgraphs: what was simulated, for all images, on the mean core. */
function describeLayers({ program, board, images }: DpuJob, runs: readonly StandingRun[]): RunLayer[] {
  const subgraphs = program.parts.filter((part): part is Subgraph => part.on === 'dpu');
  return subgraphs.flatMap((subgraph, index) => {
    const own = runs.filter((run) => run.subgraph === index);
    const onMeanCore = (of: (timing: SubgraphTiming) => number) =>
      own.reduce((sum, run) => sum + run.images * of(run.timing), 0) / board.cores.length;
    return subgraph.layers.map((layer, at): RunLayer => {
      const cycles = onMeanCore((timing) => timing.cycles[at]);
      const spent = (cause: number) => onMeanCore(({ causes }) => causes[at][cause]);
      const busy = (engine: number) => onMeanCore((timing) => timing.busy[at][engine]);
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
