/** Widths over which a word gets from one width to another: the least common multiple first, where neither divides the other. */
export function widthSteps(from: number, to: number): number[] {
  if (from === to) return [];
  const common = leastCommonMultiple(from, to);
  return common === from || common === to ? [to] : [common, to];
}

/** Smallest width that both divide. */
export function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}

/** Largest width that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
