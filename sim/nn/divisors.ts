/** All divisors of a number, ascending. */
export function divisors(of: number): number[] {
  return Array.from({ length: of }, (_, index) => index + 1).filter((candidate) => of % candidate === 0);
}
