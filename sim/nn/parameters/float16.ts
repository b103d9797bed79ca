/**
 * Floating-point numbers of 16 bits (IEEE 754 binary16: 5 bits of exponent, 10 of mantissa), as bit patterns, from real numbers
 * of 32 bits: the nearest one, of two the one with the even mantissa; beyond the largest it is an infinity.
 */
export function toFloat16(numbers: Float32Array): Uint16Array {
  const bits = new Uint32Array(numbers.slice().buffer);
  return Uint16Array.from(bits, patternOf);
}

/** The real numbers of bit patterns of 16 bits, each exactly. */
export function fromFloat16(patterns: Uint16Array): Float32Array {
  return Float32Array.from(patterns, (pattern) => {
    const sign = pattern & 0x8000 ? -1 : 1;
    const exponent = (pattern >> 10) & 31;
    const mantissa = pattern & 0x3ff;
    if (exponent === 31) return mantissa === 0 ? sign * Infinity : Number.NaN;
    return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
  });
}

/** Of the bits of a number of 32 bits; rounding may carry into the exponent. */
function patternOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 127;
  const mantissa = bits & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  if (exponent > 15) return sign | 0x7c00;
  if (exponent >= -14) return sign | (((exponent + 15) << 10) + rounded(mantissa, 13));
  if (exponent < -25) return sign;
  return sign | rounded(mantissa | 0x800000, -1 - exponent);
}

/** The integer without its lowest bits, rounded to the nearest, of two to the even one. */
function rounded(integer: number, bits: number): number {
  const half = 1 << (bits - 1);
  const rest = integer & (2 * half - 1);
  const above = integer >>> bits;
  return rest > half || (rest === half && (above & 1) === 1) ? above + 1 : above;
}
