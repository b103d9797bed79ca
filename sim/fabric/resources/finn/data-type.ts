import { z } from 'zod';

/** What estimates need of a data type that FINN names. */
export interface FinnType {
  readonly bits: number;
  readonly signed: boolean;
}

const FIXED_NAMES: Readonly<Record<string, FinnType>> = {
  BINARY: { bits: 1, signed: false },
  BIPOLAR: { bits: 1, signed: true },
  TERNARY: { bits: 2, signed: true },
};
const MAX_BITS = 1024;

/** A data type by FINN's name: BINARY, BIPOLAR, TERNARY, INT<n>, UINT<n>, FIXED<n,integer bits>. */
export const finnType = z.string().transform((name, context): FinnType => {
  if (Object.hasOwn(FIXED_NAMES, name)) return FIXED_NAMES[name];
  const [, kind, bits] = /^(U?INT)(\d+)$/.exec(name) ?? /^(FIXED)<(\d+),\d+>$/.exec(name) ?? [];
  if (kind !== undefined && Number(bits) >= 1 && Number(bits) <= MAX_BITS) {
    return { bits: Number(bits), signed: kind !== 'UINT' };
  }
  context.addIssue({
    code: 'custom',
    message: `found ${JSON.stringify(name.slice(0, 40))}, allowed: BINARY, BIPOLAR, TERNARY, INT<n>, UINT<n> or FIXED<n,m> with n from 1 to ${MAX_BITS}, such as INT8`,
  });
  return z.NEVER;
});
