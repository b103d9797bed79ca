import { CommanderError } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { ComparisonError } from './comparison-error.js';
import { Interruption } from './interruption.js';

export const DONE = 0;
const BUG = 1;
const BAD_INPUT = 2;
const COMPARISON_FAILED = 3;

/** Tells the user what went wrong and returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_INPUT;
  if (error instanceof InputError) {
    process.stderr.write(`qcycle: ${error.message}\n`);
    return BAD_INPUT;
  }
  if (error instanceof ComparisonError) {
    process.stderr.write(`qcycle: ${error.message}\n`);
    return COMPARISON_FAILED;
  }
  if (error instanceof Interruption) {
    process.stderr.write(`qcycle: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`qcycle: a bug, please report it\n${(error as Error).stack ?? error}\n`);
  return BUG;
}
