/** Widths over which a word gets from one width to another: the least common multiple first, where neither divides the other. */
export function widthSteps(from: number, to: number): number[] {
  if (from === to) return [];
  const common = leastCommonMultiple(from, to);
  return common === from || common === to ? [to] : [common, to];
}

/** Smallest width that both divide. */
export function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
