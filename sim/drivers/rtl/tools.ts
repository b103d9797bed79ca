import { spawnSync } from 'node:child_process';
import { InputError } from '../../core/input/input-error.js';

/** Programs that simulated and synthesized RTL needs, and the packages of Debian that have them. */
const PACKAGES = { verilator: 'verilator', 'g++': 'g++', make: 'make', yosys: 'yosys' } as const;

export type Tool = keyof typeof PACKAGES;

/** What simulates RTL. */
export const SIMULATION_TOOLS: readonly Tool[] = ['verilator', 'g++', 'make'];

/** Those of some programs that are not installed. */
export function missingTools(tools: readonly Tool[]): Tool[] {
  return tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
}

/** @throws InputError where one of the programs is not installed; it says what to install */
export function requireTools(tools: readonly Tool[]): void {
  const missing = missingTools(tools);
  if (missing.length === 0) return;
  const packages = missing.map((tool) => PACKAGES[tool]).join(' ');
  const found = missing.length === 1 ? `${missing[0]} is not installed` : `${missing.join(', ')} are not installed`;
  throw new InputError(`${found}; on Debian: apt-get install verilator g++ make yosys (here: ${packages})`);
}
