import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { compileGap8, gap8LayersOf, simulateGap8 } from '../gap8/index.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import type { Gap8Job } from './job.js';
import { computeValues, judge } from './values.js';

/** What the simulated GAP8 finds out. */
export interface Gap8Simulation {
  readonly run: Run;
  /** The last layer's codes, a row for each image; null where only time was asked for. */
  readonly outputs: PackedMatrix | null;
}

/**
 * Runs a job on a simulated board with a GAP8: values by the kernels of this computer, time by replaying the schedule.
 * @throws InputError for layers that a GAP8 does not have, or a schedule that does not fit
 */
export async function runOnSimulatedGap8(job: Gap8Job): Promise<Gap8Simulation> {
  const { network, board, images, pictures, schedule, timeline } = job;
  const loadFrom = performance.now();
  const program = compileGap8(gap8LayersOf(network), schedule);
  const valuesFrom = performance.now();
  const outputs = pictures === undefined ? null : await computeValues({ network, images }, pictures.pixels);
  const timingFrom = performance.now();
  const timing = simulateGap8(program, board, images, timeline);
  const seconds = (performance.now() - timingFrom) / 1000;
  const run: Run = {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    device: 'sim',
    ...timing,
    ...(outputs === null ? {} : judge(job, outputs)),
    wallSeconds: {
      load: (valuesFrom - loadFrom) / 1000,
      values: outputs === null ? 0 : (timingFrom - valuesFrom) / 1000,
      timing: seconds,
    },
  };
  return { run, outputs };
}
