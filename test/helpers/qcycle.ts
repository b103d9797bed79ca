import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const MAIN = fileURLToPath(new URL(`../../sim/cli/main.${FROM_SOURCE ? 'ts' : 'js'}`, import.meta.url));

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a process of its own. */
export function qcycle(args: readonly string[]): Promise<Finished> {
  return runNode([...(FROM_SOURCE ? ['--import', 'tsx'] : []), MAIN, ...args]);
}

/** Runs Node in the project's folder, without colours, and collects its output. */
export function runNode(args: readonly string[]): Promise<Finished> {
  const { QCYCLE_DATA: _, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...environment, NO_COLOR: '1' } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
