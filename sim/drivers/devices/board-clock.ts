import type { Job } from '../job.js';

/** Largest difference of a clock from the model's that is rounding: 299.9997 is told as 300. */
const TOLERANCE = 0.002;

const CLOCK = /^qcycle clock (\d{1,4}(?:\.\d{1,9})?) MHz$/m;

/** The clock that a program of ours on a board has printed; undefined where it has not. */
export function clockIn(printed: string): number | undefined {
  const found = printed.match(CLOCK)?.[1];
  return found === undefined || Number(found) === 0 ? undefined : Number(found);
}

/** What is wrong with the clock that a board reports, beside that of its model; undefined where they agree. */
export function clockProblem(
  clockMHz: number,
  { name, clock }: Pick<Job['board'], 'name' | 'clock'>,
): string | undefined {
  const modelMHz = clock.frequencyHz / 1e6;
  if (Math.abs(clockMHz - modelMHz) <= TOLERANCE * modelMHz) return undefined;
  return `the clock runs at ${clockMHz} MHz, the model of ${name} assumes ${modelMHz} MHz`;
}
