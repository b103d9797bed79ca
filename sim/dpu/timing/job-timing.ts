import type { CoreRun } from './system-job.js';

/** A run of a core, and for how many images of the job it stands. */
export interface StandingRun extends CoreRun {
  readonly images: number;
}

/** The cycles of a job with any number of images. */
export interface JobTiming {
  /** Until the last image, and the first. */
  readonly cycles: number;
  readonly firstImageCycles: number;
  /** Between images in the long run. */
  readonly intervalCycles: number;
  readonly runs: readonly StandingRun[];
}
