import { bits, count, type Field, signed } from './fields.js';

/** The four engines of a core, in the order of their bits in a dependency mask. */
export const ENGINES = ['load', 'save', 'conv', 'misc'] as const;

export type EngineName = (typeof ENGINES)[number];

/** Bits of every first word: the opcode, and the engines whose token is awaited or that are given one. */
export const COMMON = { opcode: bits(0, 28, 32), dpdon: bits(0, 24, 28), dpdby: bits(0, 20, 24) } as const;

/** Where the rows of a window begin: the entries of its first and of up to three further slots of rows, and what overhangs. */
const WINDOW = {
  inAddress0: bits(0, 0, 12),
  padLeft: bits(0, 12, 16),
  padTop: bits(0, 16, 20),
  outAddress: bits(1, 0, 12),
  padRight: bits(1, 12, 16),
  padBottom: bits(1, 16, 20),
  channelGroups: count(1, 24, 32),
  bankIn: bits(2, 12, 18),
  length: count(2, 22, 32),
  bankOut: bits(3, 12, 18),
  inAddress1: bits(3, 20, 32),
  inAddress2: bits(4, 0, 12),
  inAddress3: bits(4, 12, 24),
} as const;

/**
 * Instruction set ISA0: code and length in words of each instruction, the engine that executes it, and its fields. A bank address
 * is an entry of 16 channels of one pixel; jumps are entries in banks and bytes in DDR.
 *
 * Codes, lengths and fields of LOAD, SAVE, CONVINIT and CONV: facts/dpu.md section 1.4 (machine-code parser of vaitrace, decoded
 * .xmodel files). Not given there, and placed here in bits that are free: pads, `inAddress1` to `inAddress3`, the dilation, and
 * all fields of POOLINIT, POOL, ELEWINIT, ELEW, DWINIT and DPTWISE, which follow CONVINIT and CONV.
 */
export const INSTRUCTION_SET = {
  LOAD: {
    code: 0x0,
    words: 4,
    engine: 'load',
    fields: {
      bankAddress: bits(0, 0, 12),
      bankId: bits(0, 12, 18),
      hpId: bits(0, 18, 20),
      jumpRead: count(1, 0, 16),
      padIndex: bits(1, 16, 21),
      padEnd: bits(1, 21, 26),
      padStart: bits(1, 26, 31),
      channel: count(2, 0, 12),
      modeAverage: bits(2, 12, 14),
      length: count(2, 14, 24),
      jumpWrite: count(2, 24, 32),
      ddrAddress: bits(3, 0, 29),
      registerId: bits(3, 29, 32),
    },
  },
  SAVE: {
    code: 0x4,
    words: 4,
    engine: 'save',
    fields: {
      bankAddress: bits(0, 0, 12),
      bankId: bits(0, 12, 18),
      hpId: bits(0, 18, 20),
      jumpWrite: count(1, 0, 16),
      channel: count(2, 0, 12),
      length: count(2, 14, 24),
      jumpRead: count(2, 24, 32),
      ddrAddress: bits(3, 0, 29),
      registerId: bits(3, 29, 32),
    },
  },
  CONVINIT: {
    code: 0x9,
    words: 4,
    engine: 'conv',
    fields: {
      jumpRead: count(0, 0, 10),
      shiftCut: bits(0, 10, 16),
      activation: bits(0, 16, 20),
      jumpReadEndLine: count(1, 0, 10),
      shiftBias: signed(1, 10, 16),
      dilationHeight: count(1, 16, 20),
      dilationWidth: count(1, 20, 24),
      strideOut: count(1, 28, 32),
      jumpWrite: count(2, 0, 10),
      strideOffsetIn: bits(2, 10, 13),
      validPixelParallel: count(2, 13, 16),
      kernelHeight: count(2, 24, 28),
      strideHeight: count(2, 28, 32),
      jumpWriteEndLine: count(3, 0, 10),
      strideOffsetOut: bits(3, 10, 13),
      kernelWidth: count(3, 24, 28),
      strideWidth: count(3, 28, 32),
    },
  },
  CONV: {
    code: 0x8,
    words: 5,
    engine: 'conv',
    fields: {
      ...WINDOW,
      weightAddress: bits(2, 0, 12),
      biasAddress: bits(3, 0, 12),
      channelOffset: bits(4, 24, 29),
    },
  },
  DWINIT: {
    code: 0xb,
    words: 3,
    engine: 'misc',
    fields: {
      jumpRead: count(0, 0, 10),
      shiftCut: bits(0, 10, 16),
      activation: bits(0, 16, 20),
      jumpWrite: count(1, 0, 10),
      shiftBias: signed(1, 10, 16),
      validPixelParallel: count(1, 16, 19),
      dilationHeight: count(1, 20, 24),
      dilationWidth: count(1, 24, 28),
      kernelHeight: count(2, 0, 4),
      strideHeight: count(2, 4, 8),
      kernelWidth: count(2, 8, 12),
      strideWidth: count(2, 12, 16),
    },
  },
  DPTWISE: {
    code: 0xa,
    words: 5,
    engine: 'misc',
    fields: { ...WINDOW, weightAddress: bits(2, 0, 12), biasAddress: bits(3, 0, 12) },
  },
  POOLINIT: {
    code: 0x6,
    words: 2,
    engine: 'misc',
    fields: {
      jumpRead: count(0, 0, 10),
      jumpWrite: count(0, 10, 20),
      kernelHeight: count(1, 0, 4),
      strideHeight: count(1, 4, 8),
      kernelWidth: count(1, 8, 12),
      strideWidth: count(1, 12, 16),
      poolType: bits(1, 16, 18),
      shiftCut: bits(1, 18, 24),
      validPixelParallel: count(1, 24, 27),
    },
  },
  POOL: { code: 0xc, words: 5, engine: 'misc', fields: WINDOW },
  ELEWINIT: {
    code: 0xd,
    words: 2,
    engine: 'misc',
    fields: {
      jumpRead0: count(0, 0, 8),
      jumpRead1: count(0, 8, 16),
      activation: bits(0, 16, 20),
      jumpWrite: count(1, 0, 8),
      shiftRead0: bits(1, 8, 13),
      shiftRead1: bits(1, 13, 18),
      shiftWrite: bits(1, 18, 23),
    },
  },
  ELEW: {
    code: 0xe,
    words: 3,
    engine: 'misc',
    fields: {
      inAddress0: bits(0, 0, 12),
      bankIn0: bits(0, 12, 18),
      outAddress: bits(1, 0, 12),
      bankOut: bits(1, 12, 18),
      channelGroups: count(1, 24, 32),
      inAddress1: bits(2, 0, 12),
      bankIn1: bits(2, 12, 18),
      length: count(2, 22, 32),
    },
  },
  END: { code: 0x7, words: 1, engine: 'save', fields: {} },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly code: number;
      readonly words: number;
      readonly engine: EngineName;
      readonly fields: Readonly<Record<string, Field>>;
    }
  >
>;

export type Mnemonic = keyof typeof INSTRUCTION_SET;

export const MNEMONICS = Object.keys(INSTRUCTION_SET) as readonly Mnemonic[];

/** The values of an instruction's fields. */
export type Operands<M extends Mnemonic> = { -readonly [F in keyof (typeof INSTRUCTION_SET)[M]['fields']]: number };

/** An instruction of one kind: its fields, and the masks of engines that it awaits and that it gives a token. */
export type InstructionOf<M extends Mnemonic> = { readonly op: M; dpdon: number; dpdby: number } & Operands<M>;

export type Instruction = { [M in Mnemonic]: InstructionOf<M> }[Mnemonic];

/** The fields of an instruction by name, without its kind. */
export function fieldsOf(op: Mnemonic): Readonly<Record<string, Field>> {
  return INSTRUCTION_SET[op].fields;
}

/** What happens to a sum before it is rounded (field `activation`). */
export const ACTIVATIONS = { none: 0, relu: 1, prelu: 2, leakyRelu: 3, relu6: 4 } as const;

/** Field `poolType`. */
export const POOL_TYPES = { max: 0, average: 1 } as const;

/** What a DDR address is relative to (field `registerId`). */
export const REGISTERS = { weights: 0, workspace: 1, input: 2, output: 3 } as const;
