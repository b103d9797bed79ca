import type { CauseCycles } from '../core/causes.js';
import { toMicroseconds } from '../core/clock.js';
import { InputError } from '../core/input/input-error.js';
import type { Run, RunLayer } from '../core/run.js';
import type { Fork } from './fork.js';
import { gap8Macs, inputMapBytes, outputMapBytes } from './layers.js';
import { type Gap8Board, kernelPartsOf, timingOf } from './machine.js';
import type { Gap8Program, ProgramLayer, Request } from './program.js';
import { GAP8_CAUSES, type LayerTiming, type ReplayObserver, replay } from './replay.js';
import type { Transfer } from './units/hyper-ram.js';

/** The part of a Run that is about time. */
export type Gap8TimingRecord = Omit<
  Run,
  'schema' | 'qcycle' | 'device' | 'accuracy' | 'predictions' | 'scores' | 'wallSeconds'
>;

/**
 * Finds out where every cycle of the layers' windows goes. An image is done before the next one begins.
 * @throws InputError where the images take 2^53 cycles or more
 */
export function simulateGap8(
  program: Gap8Program,
  board: Gap8Board,
  images = 1,
  observer?: ReplayObserver,
): Gap8TimingRecord {
  const units = new UnitLoads(observer);
  const timings = replay(program, timingOf(board, kernelPartsOf(board)), units);
  const layers = program.layers.map((layer, index) => describeLayer(layer, timings[index], images));
  const sum = (count: (layer: RunLayer) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  const cycles = sum((layer) => layer.cycles);
  if (!Number.isSafeInteger(cycles)) {
    const found = `${cycles} cycles on ${board.name} for ${images} ${images === 1 ? 'image' : 'images'}`;
    throw new InputError(`${program.network}: ${found}, allowed: at most ${Number.MAX_SAFE_INTEGER}`);
  }
  const microseconds = toMicroseconds(board.clock, cycles);
  return {
    network: program.network,
    machine: board.machine,
    board: board.name,
    clockMHz: board.clock.frequencyHz / 1e6,
    engine: 'event',
    images,
    cycles,
    cyclesPerImage: cycles / images,
    firstImageCycles: cycles / images,
    microseconds,
    microsecondsPerImage: microseconds / images,
    imagesPerSecond: (images * 1e6) / microseconds,
    macs: sum(({ macs }) => macs),
    ops: sum(({ ops }) => ops),
    layers,
    ...(program.inSoftware.length === 0
      ? {}
      : { untimed: { layers: program.inSoftware, runsOn: 'the fabric controller, in software' } }),
    blocks: units.blocks(cycles, images),
    streams: [],
    bottleneck: findBottleneck(layers, cycles),
  };
}

function describeLayer({ layer, window }: ProgramLayer, { from, to, causes }: LayerTiming, images: number): RunLayer {
  const macs = gap8Macs(layer);
  const moved = (unit: Request['op']) =>
    window.reduce((sum, instruction) => (instruction.op === unit ? sum + instruction.bytes : sum), 0);
  return {
    name: layer.name,
    op: layer.op,
    macs,
    ops: 2 * macs,
    idealCycles: causes.compute,
    cycles: images * (to - from),
    causes: Object.fromEntries(GAP8_CAUSES.map((cause) => [cause, images * causes[cause]])),
    bytes: { input: inputMapBytes(layer), output: outputMapBytes(layer), l3: moved('l3'), dma: moved('dma') },
    utilization: causes.compute / (to - from),
  };
}

/** How long the cores, the DMA and the HyperRAM work, windows and what lies between them alike. */
class UnitLoads implements ReplayObserver {
  private readonly busy = { cluster: 0, dma: 0, l3: 0 };

  constructor(private readonly next: ReplayObserver | undefined) {}

  forked(fork: Fork, start: number, kernelStart: number, end: number): void {
    this.busy.cluster += end - kernelStart;
    this.next?.forked(fork, start, kernelStart, end);
  }

  transferred(request: Request, transfer: Transfer): void {
    this.busy[request.op] += transfer.end - transfer.start;
    this.next?.transferred(request, transfer);
  }

  layer(index: number, from: number, to: number): void {
    this.next?.layer(index, from, to);
  }

  blocks(cycles: number, images: number): Run['blocks'] {
    const block = (name: string, unit: string, busy: number) => {
      const busyCycles = Math.min(images * busy, cycles);
      const causes: CauseCycles = {
        busy: busyCycles,
        waitInput: cycles - busyCycles,
        waitOutput: 0,
        fill: 0,
        drain: 0,
      };
      return { name, unit, causes };
    };
    const { cluster, dma, l3 } = this.busy;
    return [
      block('cluster', 'eight cores', cluster),
      block('dma', 'cluster DMA', dma),
      block('hyperRam', 'uDMA and HyperRAM', l3),
    ];
  }
}

/** What the causes mean in a sentence. */
const SENTENCES: Readonly<Record<string, string>> = {
  compute: 'the kernels on the cores',
  fork: 'starting kernels',
  dma: 'the DMA between L2 and L1',
  l3: 'the HyperRAM',
  events: 'messages between the cluster and the fabric controller',
};

function findBottleneck(layers: readonly RunLayer[], cycles: number): Run['bottleneck'] {
  const longest = layers.reduce((most, layer) => (layer.cycles > most.cycles ? layer : most));
  const [cause, spent] = Object.entries(longest.causes).reduce((most, other) => (other[1] > most[1] ? other : most));
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const sentence = `${longest.name} takes ${percent(longest.cycles, cycles)} of all cycles, ${percent(spent, longest.cycles)} of them for ${SENTENCES[cause]}`;
  return { layer: longest.name, cause, sentence };
}
