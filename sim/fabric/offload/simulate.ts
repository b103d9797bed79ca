import { toMicroseconds } from '../../core/clock.js';
import type { Engine, RunLayer } from '../../core/run.js';
import type { TimingRecord } from '../simulate.js';
import { findBottleneck } from './bottleneck.js';
import { describeLayer, layerStages, layerStreams } from './describe-layer.js';
import { callOverhead } from './host-calls.js';
import type { OffloadProgram } from './program.js';
import { timeCalls } from './time-calls.js';

/**
 * Finds out where every cycle of a program goes. The causes of a layer are those of the MVTU during its compute calls, the
 * loading of its weights (`weightLoad`), and what calls take beside that (`callOverhead`).
 */
export function simulateOffload(program: OffloadProgram, engine: Engine): TimingRecord {
  const { network, board, images } = program;
  const timed = timeCalls(program, engine);
  const placed = program.layers.map((layer) => ({ layer, passes: timed.filter((pass) => pass.layer === layer) }));
  const layers = placed.map(({ layer, passes }) => describeLayer(program, layer, passes));
  const sum = (count: (layer: RunLayer) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  const cycles = sum((layer) => layer.cycles);
  const lastCall = timed[timed.length - 1].timing.cycles + callOverhead(board, 'compute');
  const { clock } = board.offload;
  const microseconds = toMicroseconds(clock, cycles);
  return {
    network: network.name,
    machine: board.machine,
    board: board.name,
    clockMHz: clock.frequencyHz / 1e6,
    engine,
    images,
    cycles,
    cyclesPerImage: cycles / images,
    firstImageCycles: cycles - (images - 1) * lastCall,
    microseconds,
    microsecondsPerImage: microseconds / images,
    imagesPerSecond: (images * 1e6) / microseconds,
    macs: sum(({ macs }) => macs),
    ops: sum(({ ops }) => ops),
    layers,
    blocks: placed.flatMap(({ layer, passes }) => layerStages(layer, passes, images)),
    streams: placed.flatMap(({ layer, passes }) => layerStreams(layer, passes)),
    bottleneck: findBottleneck(layers, cycles),
  };
}
