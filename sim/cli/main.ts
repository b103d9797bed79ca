#!/usr/bin/env node
import { asInputError } from '../core/input/file.js';
import { createProgram } from './program.js';
import { DONE, reportError } from './report-error.js';

/** A reader of our output that goes away (`| head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? DONE : reportError(asInputError(error, 'stdout')));
});

try {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
