#!/usr/bin/env node
import { CommanderError } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { ComparisonError } from './comparison-error.js';
import { createProgram } from './program.js';

const DONE = 0;
const BUG = 1;
const BAD_INPUT = 2;
const COMPARISON_FAILED = 3;

/** A reader of our output that goes away (`| head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(DONE);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Tells the user what went wrong and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_INPUT;
  if (error instanceof InputError) {
    process.stderr.write(`qcycle: ${error.message}\n`);
    return BAD_INPUT;
  }
  if (error instanceof ComparisonError) {
    process.stderr.write(`qcycle: ${error.message}\n`);
    return COMPARISON_FAILED;
  }
  process.stderr.write(`qcycle: a bug, please report it\n${(error as Error).stack ?? error}\n`);
  return BUG;
}
