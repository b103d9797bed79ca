import type { Compute, InstructionSpec, OperandKind, TimingClass } from '../instruction.js';

const NOTHING: Compute = () => 0;
const DEFAULTS = {
  readsDestination: false,
  bytes: 4,
  signShift: 0,
  sets: {},
  compute: NOTHING,
  timing: 'single',
} as const;

/** Operands as the manuals write them: `rd, rs1, i12`. */
function operandsOf(form: string): OperandKind[] {
  return form.split(', ') as OperandKind[];
}

/** An instruction that computes rd in one cycle. */
export function alu(
  mnemonic: string,
  form: string,
  compute: Compute,
  rest: Partial<InstructionSpec> = {},
): InstructionSpec {
  return { ...DEFAULTS, mnemonic, operands: operandsOf(form), kind: 'alu', compute, ...rest };
}

/** An instruction that computes rd from its old value too. */
export function accumulate(mnemonic: string, form: string, compute: Compute): InstructionSpec {
  return alu(mnemonic, form, compute, { readsDestination: true });
}

/** An instruction that computes rd in the multiplier or the divider. */
export function multiply(mnemonic: string, timing: TimingClass, compute: Compute): InstructionSpec {
  return alu(mnemonic, 'rd, rs1, rs2', compute, { timing });
}

export function load(mnemonic: string, form: string, bytes: 1 | 2 | 4, sign: 'signed' | 'unsigned'): InstructionSpec {
  const signShift = sign === 'signed' ? 32 - 8 * bytes : 0;
  return { ...DEFAULTS, mnemonic, operands: operandsOf(form), kind: 'load', timing: 'load', bytes, signShift };
}

export function store(mnemonic: string, form: string, bytes: 1 | 2 | 4): InstructionSpec {
  return { ...DEFAULTS, mnemonic, operands: operandsOf(form), kind: 'store', bytes };
}

export function branch(mnemonic: string, form: string, taken: (a: number, b: number) => boolean): InstructionSpec {
  const compute: Compute = form.includes('i5')
    ? (a, _b, _d, immediate) => Number(taken(a, immediate))
    : (a, b) => Number(taken(a, b));
  return { ...DEFAULTS, mnemonic, operands: operandsOf(form), kind: 'branch', compute };
}

/** An instruction that is neither arithmetic nor an access to L1. */
export function control(
  mnemonic: string,
  form: string,
  kind: InstructionSpec['kind'],
  rest: Partial<InstructionSpec> = {},
): InstructionSpec {
  return { ...DEFAULTS, mnemonic, operands: operandsOf(form), kind, ...rest };
}
