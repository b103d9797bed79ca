/** A bit field of an instruction: bits `low` to `low + bits - 1` of a 32-bit word. */
export interface Field {
  readonly word: number;
  readonly low: number;
  readonly bits: number;
  /** How a value is stored: plain, one less than it (so that 0 bits mean 1), or in two's complement. */
  readonly form: 'plain' | 'lessOne' | 'signed';
}

/** A field with its value as it is. */
export function bits(word: number, low: number, end: number): Field {
  return { word, low, bits: end - low, form: 'plain' };
}

/** A field that stores a count of at least 1 as one less. */
export function count(word: number, low: number, end: number): Field {
  return { word, low, bits: end - low, form: 'lessOne' };
}

/** A field in two's complement. */
export function signed(word: number, low: number, end: number): Field {
  return { word, low, bits: end - low, form: 'signed' };
}

/** Least and largest value that a field holds. */
export function rangeOf({ bits: width, form }: Field): { readonly least: number; readonly most: number } {
  const values = 2 ** width;
  switch (form) {
    case 'plain':
      return { least: 0, most: values - 1 };
    case 'lessOne':
      return { least: 1, most: values };
    case 'signed':
      return { least: -values / 2, most: values / 2 - 1 };
  }
}

/** The bits of a value, in their place in the word. */
export function toBits(field: Field, value: number): number {
  const stored = field.form === 'lessOne' ? value - 1 : value;
  return ((stored & maskOf(field)) << field.low) >>> 0;
}

/** The value that the bits of a word hold. */
export function fromBits(field: Field, word: number): number {
  const stored = (word >>> field.low) & maskOf(field);
  if (field.form === 'lessOne') return stored + 1;
  return field.form === 'signed' && stored >= 2 ** (field.bits - 1) ? stored - 2 ** field.bits : stored;
}

function maskOf({ bits: width }: Field): number {
  return 2 ** width - 1;
}
