import { type Command, Option } from 'commander';
import { writeFileWhole } from '../core/input/write-file.js';

/** Options that every command has. */
export interface OutputOptions {
  readonly json?: string;
  readonly quiet?: boolean;
}

/** Adds the options that every command has. */
export function withOutputOptions(command: Command): Command {
  return command
    .addOption(new Option('--json <file>', 'write the result as JSON to a file, or to stdout (-)'))
    .option('--quiet', 'no tables and no messages');
}

/** Writes the result: the text to stdout unless it is quiet or JSON goes there, the JSON where it was asked for. */
export async function writeResult(options: OutputOptions, text: string, json: unknown): Promise<void> {
  if (options.json === '-') {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    return;
  }
  if (options.json !== undefined) await writeFileWhole(options.json, `${JSON.stringify(json, null, 2)}\n`);
  if (options.quiet !== true) process.stdout.write(`${text}\n`);
}

/** An option as it is written on the command line. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A message to stderr, unless it is quiet. */
export function say({ quiet }: OutputOptions, message: string): void {
  if (quiet !== true) process.stderr.write(`${message}\n`);
}
