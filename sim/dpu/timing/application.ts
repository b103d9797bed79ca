import { fromMicroseconds } from '../../core/clock.js';
import type { DpuBoard } from '../machine.js';
import type { DpuProgram } from '../program.js';
import type { DdrTiming } from '../units/ddr.js';
import type { HostStep, SystemJob } from './system-job.js';
import { type Workload, workloadOf } from './workload.js';

/**
 * What the host does for an image beside starting the core.
 * - `prepared`: pictures were made the network's input before the clock began, and are copied to the core; each thread has an
 *   equal part of them, as in the application of the pruning tutorial.
 * - `endToEnd`: pictures are resized and normalised, and the result is interpreted; threads take the next whenever they are free.
 */
export type HostWork = 'prepared' | 'endToEnd';

/** What is asked of a board. */
export interface DpuJob {
  readonly program: DpuProgram;
  readonly board: DpuBoard;
  readonly images: number;
  readonly threads: number;
  readonly hostWork: HostWork;
}

/** The job in cycles, for the simulation of cores, memory and threads. */
export function systemJob(
  { program, board, images, threads, hostWork }: DpuJob,
  workloads: readonly Workload[],
): SystemJob {
  let subgraph = 0;
  const { costs } = board;
  const cycles = (microseconds: number) => fromMicroseconds(board.clock, microseconds);
  const steps: HostStep[] = [{ on: 'host', cycles: cycles(hostMicroseconds(program, board, hostWork)) }];
  for (const part of program.parts) {
    if (part.on === 'dpu') {
      const half = cycles(costs.driver.value / 2);
      steps.push({ on: 'dpu', subgraph: subgraph++, before: half, behind: half });
    } else {
      const elements = part.layers.reduce((sum, layer) => sum + layer.elements, 0);
      steps.push({ on: 'host', cycles: cycles(costs.hostElement.value * elements) });
    }
  }
  const layers = program.parts.flatMap((part) => (part.on === 'dpu' ? [part.layers.length] : []));
  return {
    steps,
    subgraphs: workloads.map((workload, index) => ({ workload, layers: layers[index] })),
    cores: board.cores.length,
    threads,
    hostCores: board.hostCores.value,
    ddr: ddrTiming(board),
    images,
    equalParts: hostWork === 'prepared',
  };
}

/** The work of each subgraph of a program. */
export function workloadsOf({ parts }: DpuProgram): Workload[] {
  return parts.flatMap((part) => (part.on === 'dpu' ? [workloadOf(part)] : []));
}

function hostMicroseconds({ image }: DpuProgram, { costs }: DpuBoard, hostWork: HostWork): number {
  const { host, hostPixel, hostByte } = costs;
  if (hostWork === 'endToEnd') return host.value + hostPixel.value * image.pixels;
  return host.value + hostByte.value * (image.inputBytes + image.outputBytes);
}

/** What the ports of each core, and the controller behind them, do in cycles of the cores. */
export function ddrTiming({ clock, cores, costs, memoryRate }: DpuBoard): DdrTiming {
  const coherent = cores.map(({ ports }) => ports.some((port) => port.startsWith('HPC')));
  const rates = coherent.map(
    (is) => memoryRate.value * costs.portBytesPerCycle.value * (is ? costs.coherentRate.value : 1),
  );
  return {
    latencies: coherent.map((is) => costs.transferLatency.value + (is ? costs.coherentLatency.value : 0)),
    loadRates: rates,
    saveRates: rates,
    capacity: costs.ddrBytesPerSecond.value / clock.frequencyHz,
  };
}
