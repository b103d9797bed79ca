import type { DeviceRun } from '../core/run.js';
import { getCode } from '../nn/packed-matrix.js';
import type { DeviceResult } from './device.js';
import { runJob } from './device.js';
import { SimulatorDevice } from './devices/simulator-device.js';
import type { Job } from './job.js';
import { computeValues, judge } from './values.js';

/**
 * Largest difference of a measured time from the model's, in percent of the measured one: as far as the models are known to be off
 * from silicon (docs/fabric.md, docs/gap8.md, docs/dpu.md), and some microseconds of the host.
 */
export const BAND_PERCENT: Readonly<Record<Job['board']['machine'], number>> = {
  fabric: 2,
  gap8: 5,
  dpu: 5,
};

/** What a device should have told, and did not: a sentence for each value; none where all are right. */
export async function valueProblems(job: Job, { run, outputs }: DeviceResult): Promise<string[]> {
  if (job.pictures === undefined) return [];
  const expected = await computeValues(job, job.pictures.pixels);
  const { predictions } = judge(job, expected);
  const wrongClasses = indicesWhere(job.images, (image) => run.predictions?.[image] !== predictions?.[image]);
  const wrongOutputs = indicesWhere(job.images, (image) =>
    Array.from({ length: expected.columns }).some(
      (_, column) => outputs !== null && getCode(outputs, image, column) !== getCode(expected, image, column),
    ),
  );
  return [
    ...(run.predictions === undefined || wrongClasses.length === 0 ? [] : [`classes of ${listed(wrongClasses)}`]),
    ...(wrongOutputs.length === 0 ? [] : [`outputs of ${listed(wrongOutputs)}`]),
  ];
}

/** A measured time beside the model's. */
export interface TimingJudgement {
  readonly modelMicroseconds: number;
  /** Of the model, in percent of the measured time. */
  readonly errorPercent: number;
  readonly bandPercent: number;
  readonly within: boolean;
}

/**
 * A measured time beside the model's; undefined where the device has no clock that is modelled.
 * @param microseconds of the run
 */
export async function judgeTiming(
  job: Job,
  { clockMHz }: Pick<DeviceRun, 'clockMHz'>,
  microseconds: number,
  bandPercent = BAND_PERCENT[job.board.machine],
): Promise<TimingJudgement | undefined> {
  if (clockMHz === undefined) return undefined;
  const { pictures: _, layerCodes: __, ...timing } = job;
  const model = await runJob(new SimulatorDevice(), timing);
  const modelMicroseconds = model.run.microseconds;
  const errorPercent = (100 * (modelMicroseconds - microseconds)) / microseconds;
  return { modelMicroseconds, errorPercent, bandPercent, within: Math.abs(errorPercent) <= bandPercent };
}

function indicesWhere(count: number, holds: (index: number) => boolean): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(holds);
}

function listed(images: readonly number[]): string {
  const first = images.slice(0, 5).join(', ');
  return `${images.length} image${images.length === 1 ? '' : 's'} (${first}${images.length > 5 ? ', ...' : ''})`;
}
