/** How a matrix is folded onto hardware: rows onto PE lanes, columns onto SIMD lanes. */
export interface Folding {
  readonly pe: number;
  readonly simd: number;
}

/**
 * What is wrong with a folding of an MH x MW matrix (rows x columns), with the nearest choices, or undefined where it fits.
 * PE must divide MH and SIMD must divide MW.
 */
export function foldingProblem({ pe, simd }: Folding, mh: number, mw: number): string | undefined {
  return divisionProblem('PE', pe, 'MH', mh) ?? divisionProblem('SIMD', simd, 'MW', mw);
}

/** What is wrong with `count` lanes for `total` items, each by the name that the message gives it, or undefined where they divide. */
export function divisionProblem(lanes: string, count: number, size: string, total: number): string | undefined {
  if (count >= 1 && total % count === 0) return undefined;
  return `${lanes}=${count} does not divide ${size}=${total}; try ${nearestDivisors(count, total).join(' or ')}`;
}

/** The largest divisor of `total` below `count` and the smallest above it. */
function nearestDivisors(count: number, total: number): number[] {
  let below = Math.min(Math.floor(count), total);
  while (below >= 1 && total % below !== 0) below--;
  let above = Math.max(Math.ceil(count), 1);
  while (above <= total && total % above !== 0) above++;
  return [below, above].filter((divisor) => divisor >= 1 && divisor <= total);
}
