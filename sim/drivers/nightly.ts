import { InputError } from '../core/input/input-error.js';
import type { DeviceRun } from '../core/run.js';
import type { Device, DeviceDescription, DeviceResult } from './device.js';
import { ClockError } from './device-error.js';
import { boardProblem } from './devices/check-device.js';
import { type Recording, recordingOf } from './devices/recording.js';
import type { Job } from './job.js';
import { judgeTiming, type TimingJudgement, valueProblems } from './judge-device.js';

/** What the nightly run found out about one network on one device. */
export interface Night {
  readonly device: string;
  readonly network: string;
  readonly images: number;
  /** Whether it was run at all; what is wrong is in `problems`. */
  readonly reached: boolean;
  /** What differs or failed, a sentence each. */
  readonly problems: readonly string[];
  readonly recording?: Recording;
  readonly timing?: TimingJudgement;
}

/** How a device is run at night. */
export interface NightOptions {
  readonly network: string;
  readonly images: number;
  /** Makes the job of that network. */
  readonly prepare: () => Job;
  /** Runs of each job. */
  readonly samples: number;
  /** Band of times instead of the usual one. */
  readonly bandPercent?: number;
  readonly now: Date;
}

/**
 * Runs one job on a device several times, and compares values and times with the simulator's. A device that fails is told of, not
 * thrown.
 */
export async function nightOf(device: Device, options: NightOptions): Promise<Night> {
  const { network, images, prepare, samples, bandPercent, now } = options;
  const night = { device: device.name, network, images };
  try {
    const job = prepare();
    const described = await device.describe();
    const results = await sample(device, job, samples);
    const last = results[results.length - 1];
    const description = withClockOfRun(described, last.run);
    const microseconds = results.map(({ run }) => run.microseconds);
    const recording = recordingOf(description, job, last, microseconds, now);
    const timing = await judgeTiming(job, last.run, recording.medianMicroseconds, bandPercent);
    const problems = [...clockProblems(description), ...(await wrongValues(job, results)), ...timingProblems(timing)];
    return { ...night, reached: true, problems, recording, ...(timing === undefined ? {} : { timing }) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...night, reached: error instanceof ClockError, problems: [error.message] };
  }
}

/** A description with the clock of the run, where the device tells clocks: only an overlay that is loaded sets that of a board. */
function withClockOfRun(description: DeviceDescription, { clockMHz }: DeviceRun): DeviceDescription {
  return description.clockMHz === undefined || clockMHz === undefined ? description : { ...description, clockMHz };
}

async function sample(device: Device, job: Job, samples: number): Promise<DeviceResult[]> {
  await device.load(job);
  const results: DeviceResult[] = [];
  for (let index = 0; index < samples; index++) {
    await device.run();
    results.push(await device.collect());
  }
  return results;
}

/** What differs in any of the samples, each sentence once. */
async function wrongValues(job: Job, results: readonly DeviceResult[]): Promise<string[]> {
  const problems = new Set<string>();
  for (const result of results) for (const problem of await valueProblems(job, result)) problems.add(problem);
  return [...problems].map((problem) => `other ${problem}`);
}

function clockProblems(description: DeviceDescription): string[] {
  const problem = boardProblem(description);
  return problem === undefined ? [] : [problem];
}

function timingProblems(timing: TimingJudgement | undefined): string[] {
  if (timing === undefined || timing.within) return [];
  return [`the model is off by ${timing.errorPercent.toFixed(2)} %, allowed: ${timing.bandPercent} %`];
}
