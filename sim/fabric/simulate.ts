import { totalCycles } from '../core/causes.js';
import { toMicroseconds } from '../core/clock.js';
import { deadlockSentence } from '../core/deadlock.js';
import { simulateEvents } from '../core/engine/event.js';
import type { EngineOptions, PipelineTiming } from '../core/engine/result.js';
import { tick } from '../core/engine/tick.js';
import { InputError } from '../core/input/input-error.js';
import type { Engine, Run, RunLayer } from '../core/run.js';
import { layerMacs, layerOps } from '../nn/network.js';
import { estimateAnalytically } from './analytic.js';
import { findBottleneck } from './bottleneck.js';
import type { FabricProgram } from './program.js';

/** The part of a Run that is about time. */
export type TimingRecord = Omit<
  Run,
  'schema' | 'qcycle' | 'device' | 'accuracy' | 'predictions' | 'scores' | 'profile' | 'wallSeconds'
>;

/**
 * Finds out where every cycle of a program goes.
 * @throws InputError if the pipeline deadlocks
 */
export function simulate(program: FabricProgram, engine: Engine, options: EngineOptions = {}): TimingRecord {
  const { network, board, images } = program.design;
  const timing = time(program, engine, options);
  if (timing.deadlock !== null) throw new InputError(deadlockSentence(timing.deadlock));
  const layers = describeLayers(program, timing);
  const sum = (count: (layer: RunLayer) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  const microseconds = toMicroseconds(board.clock, timing.cycles);
  return {
    network: network.name,
    machine: board.machine,
    board: board.name,
    clockMHz: board.clock.frequencyHz / 1e6,
    engine,
    images,
    cycles: timing.cycles,
    cyclesPerImage: timing.cycles / images,
    firstImageCycles: timing.firstFrameCycles,
    microseconds,
    microsecondsPerImage: microseconds / images,
    imagesPerSecond: (images * 1e6) / microseconds,
    macs: sum(({ macs }) => macs),
    ops: sum(({ ops }) => ops),
    layers,
    blocks: timing.blocks,
    streams: timing.streams.map((stream) =>
      program.fifos.includes(stream.name) ? stream : { ...stream, fixed: true },
    ),
    bottleneck: engine === 'analytic' ? analyticBottleneck(layers) : findBottleneck(program, timing),
  };
}

function time(program: FabricProgram, engine: Engine, options: EngineOptions): PipelineTiming {
  switch (engine) {
    case 'event':
      return simulateEvents(program.pipeline, options);
    case 'tick':
      return tick(program.pipeline, options);
    case 'analytic':
      return estimateAnalytically(program);
  }
}

function describeLayers({ placements }: FabricProgram, timing: PipelineTiming): RunLayer[] {
  return placements.map(({ layer, idealCycles, inputBytes, outputBytes }) => {
    const { causes } = timing.blocks.find(({ name }) => name === layer.name)!;
    return {
      name: layer.name,
      op: layer.op,
      macs: layerMacs(layer),
      ops: layerOps(layer),
      idealCycles,
      cycles: totalCycles(causes),
      causes,
      bytes: { input: inputBytes, output: outputBytes },
      utilization: causes.busy / timing.cycles,
    };
  });
}

function analyticBottleneck(layers: readonly RunLayer[]): Run['bottleneck'] {
  const slowest = layers.reduce((most, other) => (other.idealCycles > most.idealCycles ? other : most));
  const sentence = `${slowest.name} has the most work, ${slowest.idealCycles} cycles an image; an estimate, which knows no FIFO and no stall`;
  return { layer: slowest.name, cause: 'busy', sentence };
}
