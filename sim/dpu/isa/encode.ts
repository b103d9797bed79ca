import { rangeOf, toBits } from './fields.js';
import { COMMON, fieldsOf, INSTRUCTION_SET, type Instruction } from './instruction-set.js';

/**
 * Instructions as little-endian 32-bit words, one behind the other.
 * @throws RangeError where a value does not fit its field
 */
export function encode(instructions: readonly Instruction[]): Uint32Array {
  const total = instructions.reduce((sum, { op }) => sum + INSTRUCTION_SET[op].words, 0);
  const words = new Uint32Array(total);
  let at = 0;
  for (const instruction of instructions) {
    encodeInto(instruction, words, at);
    at += INSTRUCTION_SET[instruction.op].words;
  }
  return words;
}

function encodeInto(instruction: Instruction, words: Uint32Array, at: number): void {
  const { op, dpdon, dpdby } = instruction;
  words[at] |= toBits(COMMON.opcode, INSTRUCTION_SET[op].code);
  words[at] |= toBits(COMMON.dpdon, dpdon) | toBits(COMMON.dpdby, dpdby);
  const values = instruction as object as Readonly<Record<string, number>>;
  for (const [name, field] of Object.entries(fieldsOf(op))) {
    const { least, most } = rangeOf(field);
    const value = values[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`${op} ${name} = ${value}, allowed: ${least} to ${most}`);
    }
    words[at + field.word] |= toBits(field, value);
  }
}
