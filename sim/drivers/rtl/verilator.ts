import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeFileWhole } from '../../core/input/write-file.js';
import type { EmittedFile } from '../../fabric/index.js';
import { requireTools, SIMULATION_TOOLS } from './tools.js';

/** Module at the top of every simulation. */
const TOP = 'simulate';

/** How a simulation is compiled: to be built soon, or to run fast. */
export type BuildFor = 'soon' | 'speed';

const FLAGS: Readonly<Record<BuildFor, readonly string[]>> = {
  soon: ['-fno-inline', '-MAKEFLAGS', 'OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0'],
  speed: ['-MAKEFLAGS', 'OPT_FAST=-O3 OPT_SLOW=-O0 OPT_GLOBAL=-O2'],
};

/** Writes an emitted design below a folder. */
export async function writeDesign(folder: string, files: readonly EmittedFile[]): Promise<void> {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    await writeFileWhole(join(folder, path), text);
  }
}

/**
 * Builds the simulation of a design that lies in a folder.
 * @returns path of the program, to be run in the folder
 * @throws InputError where Verilator is not installed; Error with its messages where it refuses the design
 */
export async function buildSimulation(
  folder: string,
  files: readonly EmittedFile[],
  buildFor: BuildFor,
): Promise<string> {
  requireTools(SIMULATION_TOOLS);
  const sources = files.map(({ path }) => path).filter((path) => /\.(sv|cpp)$/.test(path));
  const form = ['-Wall', '--cc', '--exe', '--build', '-j', '1', '--top-module', TOP, '-Mdir', 'build', '-o', TOP];
  const speed = ['-O3', '--x-assign', 'fast', '--x-initial', 'fast', ...FLAGS[buildFor]];
  await run('verilator', [...form, ...speed, ...sources], folder);
  return join(folder, 'build', TOP);
}

/** Runs a built simulation and hands each line that it prints to `line`. @throws Error where it is ended by a signal */
export async function runSimulation(program: string, folder: string, line: (text: string) => void): Promise<void> {
  const child = spawn(program, [], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  for await (const text of createInterface({ input: child.stdout })) line(text);
  const [code, signal] = await ended;
  if (code === null) throw new Error(`${program} was ended by ${signal}\n${errors}`);
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (data: Buffer) => {
    output += data;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}\n${output.slice(-10_000)}`);
}
