import { InputError } from '../../core/input/input-error.js';
import { fromBits } from './fields.js';
import { COMMON, fieldsOf, INSTRUCTION_SET, type Instruction, MNEMONICS } from './instruction-set.js';

const BY_CODE = new Map(MNEMONICS.map((op) => [INSTRUCTION_SET[op].code as number, op]));

/**
 * The instructions that words encode.
 * @param file name of the words in messages
 * @throws InputError for an unknown opcode, or an instruction that is cut off
 */
export function decode(words: Uint32Array, file = 'instructions'): Instruction[] {
  const instructions: Instruction[] = [];
  for (let at = 0; at < words.length; at += INSTRUCTION_SET[instructions[instructions.length - 1].op].words) {
    const code = fromBits(COMMON.opcode, words[at]);
    const op = BY_CODE.get(code);
    if (op === undefined) {
      const known = [...BY_CODE].map(([each, name]) => `0x${each.toString(16)} ${name}`).join(', ');
      throw new InputError(`word ${at}: opcode 0x${code.toString(16)}, allowed: ${known}`, { file });
    }
    const missing = at + INSTRUCTION_SET[op].words - words.length;
    if (missing > 0)
      throw new InputError(`word ${at}: ${op} is cut off, ${missing} of its words are missing`, { file });
    const fields = Object.entries(fieldsOf(op)).map(([name, field]) => [name, fromBits(field, words[at + field.word])]);
    const dpdon = fromBits(COMMON.dpdon, words[at]);
    const dpdby = fromBits(COMMON.dpdby, words[at]);
    instructions.push({ op, dpdon, dpdby, ...Object.fromEntries(fields) } as Instruction);
  }
  return instructions;
}
