import type { Block, Loop, Pipeline } from '../../sim/core/index.js';
import type { Instruction } from '../../sim/gap8/program.js';
import type { Gap8Timing } from '../../sim/gap8/replay.js';
import { dmaCycles } from '../../sim/gap8/units/cluster-dma.js';
import { hyperRamCycles } from '../../sim/gap8/units/hyper-ram.js';

/** Ports of the master and its partners. */
const UNITS = ['l3', 'dma'] as const;
type Unit = (typeof UNITS)[number];

/** A program as blocks and streams of the engines, and into how many parts its cycles are divided. */
export interface Gap8Pipeline {
  readonly pipeline: Pipeline;
  readonly partsOfCycle: number;
}

/**
 * A program as three blocks that send each other requests and their ends: master, HyperRAM, DMA. A block's iteration takes time,
 * what the master asks and hears takes none; so a cycle has more parts than the master has such steps, which take one each.
 */
export function gap8Pipeline(window: readonly Instruction[], timing: Gap8Timing): Gap8Pipeline {
  const partsOfCycle = 4 * window.length + 4;
  const parts = (cycles: number) => cycles * partsOfCycle;
  const asked: Record<Unit, number[]> = { l3: [], dma: [] };
  const placeOf = new Map<number, { readonly unit: Unit; readonly place: number }>();
  const heard: Record<Unit, number> = { l3: 0, dma: 0 };
  const master: Loop[] = [];

  for (const instruction of window) {
    switch (instruction.op) {
      case 'fork':
        master.push(loop({ length: parts(timing.forkCycles + timing.kernelCycles(instruction.fork)) }));
        break;
      case 'wait': {
        const { unit, place } = placeOf.get(instruction.request)!;
        const ends = place + 1 - heard[unit];
        if (ends <= 0) break;
        heard[unit] = place + 1;
        master.push(loop({ rounds: ends, reads: UNITS.map((each) => each === unit) }));
        break;
      }
      default: {
        const unit = instruction.op;
        placeOf.set(instruction.request, { unit, place: asked[unit].length });
        asked[unit].push(
          unit === 'l3' ? hyperRamCycles(instruction, timing.hyperRam) : dmaCycles(instruction, timing.dma),
        );
        master.push(loop({ writes: UNITS.map((each) => each === unit) }));
      }
    }
  }

  const server = (unit: Unit): Block => ({
    name: unit,
    unit,
    inputs: [`ask ${unit}`],
    outputs: [`end ${unit}`],
    startCycle: 0,
    loops: asked[unit].map((cycles) => {
      const length = parts(cycles);
      return { ...loop({ length, reads: [true], writes: [true] }), depthCycles: length - 1 };
    }),
  });
  const message = (name: string, latencyCycles: number) => ({
    ...{ name, depth: window.length + 1, bits: 1, latencyCycles },
  });
  const events = parts(timing.hyperRam.eventCycles);
  return {
    partsOfCycle,
    pipeline: {
      name: 'GAP8',
      frames: 1,
      blocks: [
        {
          name: 'master',
          unit: 'master',
          inputs: UNITS.map((unit) => `end ${unit}`),
          outputs: UNITS.map((unit) => `ask ${unit}`),
          startCycle: 0,
          loops: master,
        },
        ...UNITS.map(server),
      ],
      streams: [message('ask l3', events), message('end l3', events + 1), message('ask dma', 0), message('end dma', 1)],
    },
  };
}

function loop({
  rounds = 1,
  length = 1,
  reads = [false, false],
  writes = [false, false],
}: {
  readonly rounds?: number;
  readonly length?: number;
  readonly reads?: readonly boolean[];
  readonly writes?: readonly boolean[];
}): Loop {
  const ports = (each: readonly boolean[]) => each.map((has) => Int32Array.from(has ? [0] : []));
  return {
    ...{ rounds, iterationsPerRound: 1, initiationInterval: length, depthCycles: 0, selfFlushing: false },
    ...{ reads: ports(reads), writes: ports(writes) },
  };
}
