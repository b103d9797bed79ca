import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const MAIN = fileURLToPath(new URL(`../../sim/cli/main.${FROM_SOURCE ? 'ts' : 'js'}`, import.meta.url));
/** `npm test` builds it; it starts in half the time that the sources take. */
const BUILT_MAIN = join(ROOT, 'dist/cli/main.js');
const BUILD_RECORD = join(ROOT, 'dist/.tsbuildinfo');
const main = FROM_SOURCE && isBuilt() ? BUILT_MAIN : MAIN;

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a process of its own. @param environment variables that differ from ours */
export function qcycle(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return finished(startQcycle(args, environment));
}

/** Starts the command line in a process of its own. */
export function startQcycle(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  return spawnNode([...loaderOf(main), main, ...args], environment);
}

/** Runs the command line in a process of its own whose stdout goes to a file that is there, such as a device. */
export function qcycleInto(file: string, args: readonly string[]): Promise<Finished> {
  const node = [process.execPath, ...loaderOf(main), main, ...args];
  return finished(spawnInRoot('sh', ['-c', 'exec "$@" > "$0"', file, ...node]));
}

/** Starts the command line as the tests run: from their sources, or compiled as they are. */
export function startFromSource(args: readonly string[]): ChildProcessWithoutNullStreams {
  return startNode([MAIN, ...args]);
}

/** Runs Node in the project's folder, without colours, and collects its output. */
export function runNode(args: readonly string[]): Promise<Finished> {
  return finished(spawnNode(args));
}

/** Starts a module of ours, from its source where the tests run from theirs. */
export function startNode(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  return spawnNode([...(FROM_SOURCE ? ['--import', 'tsx'] : []), ...args], environment);
}

/** What a process leaves behind when it ends. */
export function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Whether what was built is newer than every source. */
function isBuilt(): boolean {
  const built = statSync(BUILD_RECORD, { throwIfNoEntry: false });
  if (built === undefined) return false;
  const sources = readdirSync(join(ROOT, 'sim'), { recursive: true, encoding: 'utf8' });
  return sources.every((path) => statSync(join(ROOT, 'sim', path)).mtimeMs <= built.mtimeMs);
}

function loaderOf(module: string): string[] {
  return module.endsWith('.ts') ? ['--import', 'tsx'] : [];
}

function spawnNode(args: readonly string[], changed?: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  return spawnInRoot(process.execPath, args, changed);
}

function spawnInRoot(
  command: string,
  args: readonly string[],
  changed: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const { QCYCLE_DATA: _, ...environment } = process.env;
  return spawn(command, args, { cwd: ROOT, env: { ...environment, NO_COLOR: '1', ...changed } });
}
