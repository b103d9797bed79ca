import { InputError } from '../../core/input/input-error.js';
import { showName } from '../../core/input/show.js';
import type { Instruction, InstructionSpec, OperandKind } from './instruction.js';
import type { Token } from './listing.js';
import type { Symbols } from './symbols.js';

/** An instruction that is being decoded. */
export type Fields = { -readonly [Key in keyof Instruction]: Instruction[Key] };

const RANGES: Partial<Record<OperandKind, readonly [number, number]>> = {
  i12: [-2048, 2047],
  i5: [-16, 15],
  u5: [0, 31],
  u12: [0, 4095],
  u20: [0, 2 ** 20 - 1],
  'second-u5': [0, 31],
  loop: [0, 1],
};
const SECOND_IMMEDIATE = 32;
const ADDRESS = /^(.*)\(\s*([\w.]+)\s*(!?)\s*\)$/;

/**
 * Decodes one instruction with all labels known, except whether it ends a loop.
 * @throws InputError for operands that are too many, too few, of another kind, or out of range
 */
export function decode(spec: InstructionSpec, name: Token, operands: readonly Token[], symbols: Symbols): Fields {
  if (operands.length !== spec.operands.length) {
    const form = `${spec.mnemonic} ${spec.operands.join(', ')}`;
    throw new InputError(`found ${operands.length} operands, allowed: ${spec.operands.length} (${form})`, name.place);
  }
  const fields = emptyFields(spec, name);
  for (const [index, kind] of spec.operands.entries()) decodeOperand(fields, kind, operands[index], symbols);
  fields.sources = sourcesOf(fields);
  return fields;
}

/**
 * All instructions have the same keys in the same order, from this one place: a copy by `...` may have another layout in the
 * engine of JavaScript, and the core's accesses to them would not be monomorphic.
 */
function emptyFields(spec: InstructionSpec, { place }: Token): Fields {
  return {
    spec,
    kind: spec.kind,
    timing: spec.timing,
    compute: spec.compute,
    rd: 0,
    rs1: 0,
    rs2: 0,
    immediate: 0,
    offset: 0,
    postIncrement: false,
    bytes: spec.bytes,
    signShift: spec.signShift,
    target: 0,
    loop: 0,
    sources: 0,
    endsLoop: false,
    line: place.line,
    column: place.column,
    file: place.file,
  };
}

function decodeOperand(fields: Fields, kind: OperandKind, token: Token, symbols: Symbols): void {
  const [least, most] = RANGES[kind] ?? [0, 0];
  switch (kind) {
    case 'rd':
    case 'rs1':
    case 'rs2':
      fields[kind] = symbols.register(token);
      return;
    case 'second-u5':
      fields.immediate += SECOND_IMMEDIATE * symbols.number(token, least, most);
      return;
    case 'label':
      fields.target = symbols.label(token);
      return;
    case 'loop':
      fields.loop = symbols.number(token, least, most);
      return;
    case 'csr':
      if (token.text !== 'mhartid')
        throw new InputError(`found ${showName(token.text)}, allowed: mhartid`, token.place);
      return;
    case 'address':
    case 'indexed-address':
      decodeAddress(fields, kind, token, symbols);
      return;
    default:
      fields.immediate = symbols.number(token, least, most);
  }
}

function decodeAddress(fields: Fields, kind: OperandKind, token: Token, symbols: Symbols): void {
  const match = ADDRESS.exec(token.text);
  const increments = match?.[3] === '!';
  const offset = { text: match?.[1].trim() || '0', place: token.place };
  const indexed = match !== null && symbols.isRegister(offset.text);
  if (match === null || (increments || indexed) !== (kind === 'indexed-address')) {
    const forms =
      kind === 'address' ? 'offset(register)' : 'offset(register!), register(register!), register(register)';
    throw new InputError(`found ${showName(token.text)}, allowed: ${forms}`, token.place);
  }
  fields.rs1 = symbols.register({ text: match[2], place: token.place });
  fields.postIncrement = increments;
  if (indexed) fields.offset = symbols.register(offset);
  else fields.immediate = symbols.number(offset, -2048, 2047);
}

function sourcesOf({ spec, rd, rs1, rs2, offset }: Fields): number {
  const bits = (1 << rs1) | (1 << rs2) | (1 << offset) | (spec.readsDestination ? 1 << rd : 0);
  return bits & ~1;
}
