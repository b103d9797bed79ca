import { InputError } from '../../core/input/input-error.js';
import { suggestion } from '../../core/input/nearest.js';
import { showName } from '../../core/input/show.js';
import type { Instruction, InstructionSpec } from './instruction.js';
import { INSTRUCTION_SET, SHORTHANDS } from './instruction-set.js';
import { parseListing, type Token } from './listing.js';
import { decode, type Fields } from './operands.js';
import { Symbols } from './symbols.js';

/** A program in decoded form. Code addresses are four times the index, from 0. */
export interface Program {
  readonly file: string;
  readonly instructions: readonly Instruction[];
}

export interface AssemblyOptions {
  /** Constants that are known before the first line, as if by `.equ`. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Text of the file that `.include "name"` means. */
  readonly include?: (name: string) => { readonly text: string; readonly file: string };
}

const MAX_INSTRUCTIONS = 2 ** 14;
const MAX_INCLUDE_DEPTH = 4;
/** Directives with how many operands they take. */
const DIRECTIVES: Readonly<Record<string, number>> = { '.equ': 2, '.reg': 2, '.include': 1, '.rept': 1, '.endr': 0 };

/** An instruction whose labels are not yet resolved. */
interface Statement {
  readonly spec: InstructionSpec;
  readonly name: Token;
  readonly operands: readonly Token[];
}

/**
 * Assembles a listing: RISC-V's usual syntax, `.equ name, value`, `.reg name, register`, `.include "file"`, and lines without
 * labels between `.rept count` and `.endr`, which stand there so many times.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function assemble(text: string, file: string, options: AssemblyOptions = {}): Program {
  const symbols = new Symbols(options.constants ?? {});
  const statements = readStatements(text, file, { symbols, options, depth: 0, statements: [], repetition: undefined });
  const instructions = statements.map(({ spec, name, operands }) => decode(spec, name, operands, symbols));
  markLoopEnds(instructions);
  return { file, instructions };
}

interface Reading {
  readonly symbols: Symbols;
  readonly options: AssemblyOptions;
  readonly depth: number;
  readonly statements: Statement[];
  /** The `.rept` whose `.endr` is not yet found. */
  repetition: { readonly directive: Token; readonly count: number; readonly first: number } | undefined;
}

function readStatements(text: string, file: string, from: Reading): Statement[] {
  const reading = { ...from };
  const { symbols, statements } = reading;
  for (const { labels, name, operands } of parseListing(text, file)) {
    for (const label of labels) defineLabel(label, reading);
    if (name === undefined) continue;
    if (name.text.startsWith('.')) obeyDirective(name, operands, reading);
    else statements.push(...expand(name, operands, symbols));
    if (statements.length > MAX_INSTRUCTIONS) {
      throw new InputError(`allowed: at most ${MAX_INSTRUCTIONS} instructions`, name.place);
    }
  }
  if (reading.repetition !== undefined) throw new InputError('.rept without .endr', reading.repetition.directive.place);
  return statements;
}

function defineLabel(label: Token, { symbols, statements, repetition }: Reading): void {
  if (repetition !== undefined) throw new InputError('a label between .rept and .endr', label.place);
  symbols.defineLabel(label, statements.length);
}

function obeyDirective(name: Token, operands: readonly Token[], reading: Reading): void {
  const { symbols } = reading;
  if (!Object.hasOwn(DIRECTIVES, name.text)) {
    const known = Object.keys(DIRECTIVES);
    const near = suggestion(name.text, known);
    throw new InputError(`unknown directive ${showName(name.text)}, allowed: ${known.join(', ')}${near}`, name.place);
  }
  requireOperands(name, operands, DIRECTIVES[name.text]);
  if (name.text === '.equ') symbols.defineConstant(operands[0], operands[1]);
  else if (name.text === '.reg') symbols.defineRegister(operands[0], operands[1]);
  else if (name.text === '.include') includeFile(operands[0], reading);
  else if (name.text === '.rept') beginRepetition(name, operands[0], reading);
  else endRepetition(name, reading);
}

function beginRepetition(directive: Token, count: Token, reading: Reading): void {
  if (reading.repetition !== undefined) throw new InputError('.rept between .rept and .endr', directive.place);
  const { symbols, statements } = reading;
  reading.repetition = { directive, count: symbols.number(count, 0, MAX_INSTRUCTIONS), first: statements.length };
}

function endRepetition(directive: Token, reading: Reading): void {
  const { statements, repetition } = reading;
  if (repetition === undefined) throw new InputError('.endr without .rept', directive.place);
  reading.repetition = undefined;
  const body = statements.splice(repetition.first);
  if (body.length * repetition.count > MAX_INSTRUCTIONS) {
    throw new InputError(`allowed: at most ${MAX_INSTRUCTIONS} instructions`, repetition.directive.place);
  }
  for (let time = 0; time < repetition.count; time++) statements.push(...body);
}

function includeFile({ text, place }: Token, reading: Reading): void {
  const name = /^"([\w.-]+)"$/.exec(text)?.[1];
  if (name === undefined) throw new InputError(`found ${showName(text)}, expected a file name in quotes`, place);
  if (reading.repetition !== undefined) throw new InputError('.include between .rept and .endr', place);
  const { include } = reading.options;
  if (include === undefined || reading.depth === MAX_INCLUDE_DEPTH) {
    throw new InputError(`${showName(name)} cannot be included here`, place);
  }
  const included = include(name);
  readStatements(included.text, included.file, { ...reading, depth: reading.depth + 1 });
}

/** The instructions that a line stands for: one, or those of a shorthand. */
function expand(name: Token, operands: readonly Token[], symbols: Symbols): Statement[] {
  const spec = INSTRUCTION_SET.get(name.text);
  if (spec !== undefined) return [{ spec, name, operands }];
  if (name.text === 'li') return expandLoadImmediate(name, operands, symbols);
  const shorthand = SHORTHANDS.get(name.text);
  if (shorthand === undefined) {
    const near = suggestion(name.text, [...INSTRUCTION_SET.keys(), ...SHORTHANDS.keys(), 'li']);
    throw new InputError(`unknown mnemonic ${showName(name.text)}${near}`, name.place);
  }
  requireOperands(name, operands, shorthand.operands);
  const [, mnemonic, rest] = /^(\S+) (.*)$/.exec(shorthand.text) as RegExpExecArray;
  return [statement(name, mnemonic, ...rest.split(', ').map((part) => fill(part, name, operands)))];
}

/** A part of a shorthand's text as an operand: `$1` is the user's own, with its place. */
function fill(part: string, name: Token, operands: readonly Token[]): Token {
  const given = operands[Number(/\$(\d)/.exec(part)?.[1]) - 1];
  if (given === undefined) return { text: part, place: name.place };
  return { text: part.replace(/\$\d/, given.text), place: given.place };
}

/** One instruction for a number of 12 bits, else the upper 20 bits and what is left. */
function expandLoadImmediate(name: Token, operands: readonly Token[], symbols: Symbols): Statement[] {
  requireOperands(name, operands, 2);
  const [rd, { place }] = operands;
  const value = symbols.number(operands[1], -(2 ** 31), 2 ** 32 - 1) | 0;
  const token = (text: string | number): Token => ({ text: String(text), place });
  if (value >= -2048 && value <= 2047) return [statement(name, 'addi', rd, token('x0'), token(value))];
  const lower = (value << 20) >> 20;
  const upper = statement(name, 'lui', rd, token(((value - lower) >> 12) & 0xfffff));
  return lower === 0 ? [upper] : [upper, statement(name, 'addi', rd, rd, token(lower))];
}

function statement(name: Token, mnemonic: string, ...operands: Token[]): Statement {
  return { spec: INSTRUCTION_SET.get(mnemonic) as InstructionSpec, name, operands };
}

function requireOperands({ text, place }: Token, operands: readonly Token[], expected: number): void {
  if (operands.length === expected) return;
  throw new InputError(`found ${operands.length} operands of ${text}, allowed: ${expected}`, place);
}

/** Marks the last instructions of hardware loops. They need two instructions, and none that goes elsewhere at their end. */
function markLoopEnds(instructions: readonly Fields[]): void {
  for (const [index, { spec, target, file, line, column }] of instructions.entries()) {
    if (spec.sets.end === undefined) continue;
    if (target < index + 3) {
      const problem = 'the end of a hardware loop is a label behind it with at least two instructions between';
      throw new InputError(problem, { file, line, column });
    }
    const last = instructions[target - 1];
    if (['branch', 'jump', 'jumpRegister', 'loop'].includes(last.kind)) {
      const problem = `a hardware loop may not end with ${last.spec.mnemonic}`;
      throw new InputError(problem, { file: last.file, line: last.line, column: last.column });
    }
    last.endsLoop = true;
  }
}
