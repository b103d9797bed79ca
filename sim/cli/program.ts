import { Command } from 'commander';
import { packageVersion } from '../core/package-root.js';

/** The commands in the order of the help. Their modules are loaded where they are needed: loading all takes half a second. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.js')).runCommand(),
  pipeline: async () => (await import('./pipeline.js')).pipelineCommand(),
  tables: async () => (await import('./tables.js')).tablesCommand(),
  view: async () => (await import('./view.js')).viewCommand(),
  explore: async () => (await import('./explore.js')).exploreCommand(),
  fifo: async () => (await import('./fifo.js')).fifoCommand(),
  emit: async () => (await import('./emit.js')).emitCommand(),
  estimate: async () => (await import('./estimate.js')).estimateCommand(),
  import: async () => (await import('./import.js')).importCommand(),
  prune: async () => (await import('./prune.js')).pruneCommand(),
  quantize: async () => (await import('./quantize.js')).quantizeCommand(),
  networks: async () => (await import('./networks.js')).networksCommand(),
  boards: async () => (await import('./boards.js')).boardsCommand(),
  devices: async () => (await import('./devices.js')).devicesCommand(),
  worker: async () => (await import('./worker.js')).workerCommand(),
};

/**
 * The command line: commands, their options and help. Errors are thrown, not exited with.
 * @param name of the command that will run; with another one, or none, all are loaded
 */
export async function createProgram(name = ''): Promise<Command> {
  const program = new Command('qcycle')
    .description('Simulates accelerators for quantized neural networks: bit-exact values, and a cause for every cycle.')
    .version(packageVersion())
    .showHelpAfterError(false)
    .addHelpText('after', '\nExample:\n  $ qcycle run lfc-w1a1 --board ultra96');
  const needed = Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
  for (const command of needed) program.addCommand(await COMMANDS[command]());
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
