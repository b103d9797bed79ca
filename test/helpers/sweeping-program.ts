import { Command } from 'commander';
import { withOutputOptions, writeResult } from '../../sim/cli/output.js';
import { reportError } from '../../sim/cli/report-error.js';
import { sweeping, withSweepOptions } from '../../sim/cli/sweep-options.js';
import { slowWork } from './works.js';

/** A program that does nothing but sweep, as the commands do it that sweep: run by tests in a process of its own. */
const program = withSweepOptions(withOutputOptions(new Command('sweeping')))
  .argument('<works>', 'number of works', Number)
  .exitOverride()
  .action(async (count: number, options) => {
    const works = Array.from({ length: count }, (_, index) => slowWork(index));
    const results = await sweeping(options, 'test', (sweep) => sweep(works));
    await writeResult(options, `${results.length} results`, results);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
