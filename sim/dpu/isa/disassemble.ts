import { ENGINES, type Instruction } from './instruction-set.js';

/** Wide enough for every mnemonic. */
const MNEMONIC_WIDTH = 8;

/**
 * An instruction as a line of text: its name, the engines it waits for and gives tokens to (by their initials), and its fields
 * where they are not 0.
 */
export function disassemble(instruction: Instruction): string {
  const { op, dpdon, dpdby, ...fields } = instruction;
  const operands = Object.entries(fields).filter(([, value]) => value !== 0);
  const shown = operands.map(([name, value]) => `${name}=${value}`);
  return [op.padEnd(MNEMONIC_WIDTH), `wait ${engines(dpdon)}`, `give ${engines(dpdby)}`, ...shown].join(' ').trimEnd();
}

/** `L-C-`: LOAD and CONV. */
function engines(mask: number): string {
  return ENGINES.map((name, bit) => ((mask >> bit) & 1 ? name[0].toUpperCase() : '-')).join('');
}
