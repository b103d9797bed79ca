import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { compileDpu, simulateDpu, threadCurve } from '../dpu/index.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import type { DpuJob } from './job.js';
import { computeValues, judge } from './values.js';

/** What the simulated DPU finds out. */
export interface DpuSimulation {
  readonly run: Run;
  /** The last layer's codes, a row for each image; null where only time was asked for. */
  readonly outputs: PackedMatrix | null;
}

/**
 * Runs a job on a simulated board with a DPU, as an application with some threads does: values by the kernels of this computer,
 * time by the engines of the cores, the memory and the host's threads.
 * @throws InputError for layers that a DPU does not have
 */
export async function runOnSimulatedDpu(job: DpuJob): Promise<DpuSimulation> {
  const { network, board, images, pictures, hostWork, threads = 1, timeline } = job;
  const loadFrom = performance.now();
  const program = compileDpu(network, board);
  const valuesFrom = performance.now();
  const outputs = pictures === undefined ? null : await computeValues({ network, images }, pictures.pixels);
  const timingFrom = performance.now();
  const work = { program, board, images, threads, hostWork };
  const timing = simulateDpu(work, timeline);
  const curve = job.threadCurve ? { threadCurve: threadCurve(work) } : {};
  const seconds = (performance.now() - timingFrom) / 1000;
  const run: Run = {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    device: 'sim',
    ...timing,
    ...curve,
    ...(outputs === null ? {} : judge(job, outputs)),
    wallSeconds: {
      load: (valuesFrom - loadFrom) / 1000,
      values: outputs === null ? 0 : (timingFrom - valuesFrom) / 1000,
      timing: seconds,
    },
  };
  return { run, outputs };
}
