import { Command } from 'commander';
import { packageVersion } from '../core/package-root.js';
import { boardsCommand } from './boards.js';
import { devicesCommand } from './devices.js';
import { emitCommand } from './emit.js';
import { estimateCommand } from './estimate.js';
import { exploreCommand } from './explore.js';
import { fifoCommand } from './fifo.js';
import { importCommand } from './import.js';
import { networksCommand } from './networks.js';
import { pipelineCommand } from './pipeline.js';
import { pruneCommand } from './prune.js';
import { quantizeCommand } from './quantize.js';
import { runCommand } from './run.js';
import { tablesCommand } from './tables.js';
import { viewCommand } from './view.js';
import { workerCommand } from './worker.js';

const COMMANDS = [
  runCommand,
  pipelineCommand,
  tablesCommand,
  viewCommand,
  exploreCommand,
  fifoCommand,
  emitCommand,
  estimateCommand,
  importCommand,
  pruneCommand,
  quantizeCommand,
  networksCommand,
  boardsCommand,
  devicesCommand,
  workerCommand,
];

/** The command line: all commands, their options and help. Errors are thrown, not exited with. */
export function createProgram(): Command {
  const program = new Command('qcycle')
    .description('Simulates accelerators for quantized neural networks: bit-exact values, and a cause for every cycle.')
    .version(packageVersion())
    .showHelpAfterError(false)
    .addHelpText('after', '\nExample:\n  $ qcycle run lfc-w1a1 --board ultra96');
  for (const command of COMMANDS) program.addCommand(command());
  for (const command of [program, ...program.commands.flatMap((own) => [own, ...own.commands])]) {
    command.exitOverride().configureOutput({
      outputError: (text, write) =>
        write(
          `qcycle: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}\n`,
        ),
    });
  }
  return program;
}
