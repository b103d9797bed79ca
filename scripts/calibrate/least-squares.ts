/** Residuals of a model for a vector of positive parameters. */
export type Residuals = (parameters: readonly number[]) => number[];

const ROUNDS = 30;
const STEP = 0.02;
const TRIALS = 10;
const CONVERGED = 1e-9;

/**
 * Parameters that minimise the sum of squared residuals from a start on (Levenberg and Marquardt, relative steps). Deterministic.
 * @param rounds most steps
 * @param converged the search is over where a step gains no more than this part of the sum
 */
export function leastSquares(
  residuals: Residuals,
  start: readonly number[],
  rounds = ROUNDS,
  converged = CONVERGED,
): number[] {
  let best = [...start];
  let current = residuals(best);
  let damping = 1e-3;
  for (let round = 0; round < rounds; round++) {
    const slopes = relativeSlopes(residuals, best, current);
    let gained = 0;
    for (let trial = 0; trial < TRIALS && gained === 0; trial++) {
      const step = nextStep(slopes, current, damping);
      const next = best.map((value, index) => value * (1 + Math.max(-0.5, Math.min(0.5, step[index]))));
      const moved = residuals(next);
      gained = Math.max(0, dot(current, current) - dot(moved, moved));
      damping *= gained > 0 ? 1 / 3 : 4;
      if (gained > 0) [best, current] = [next, moved];
    }
    if (gained <= converged * dot(current, current)) break;
  }
  return best;
}

/** What residuals change by when each parameter grows by its own size: a row for each parameter. */
export function relativeSlopes(residuals: Residuals, at: readonly number[], current: readonly number[]): number[][] {
  return at.map((_, index) => {
    const moved = residuals(at.map((value, other) => (other === index ? value * (1 + STEP) : value)));
    return moved.map((value, row) => (value - current[row]) / STEP);
  });
}

/** The relative step of the parameters that makes linear residuals least. @param damping that keeps it short */
export function nextStep(slopes: readonly (readonly number[])[], residuals: readonly number[], damping = 0): number[] {
  const matrix = slopes.map((a, i) => slopes.map((b, j) => dot(a, b) + (i === j ? damping * (1e-3 + dot(a, a)) : 0)));
  return solve(
    matrix,
    slopes.map((slope) => -dot(slope, residuals)),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

/** Solves a system of linear equations by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.findIndex(
      (row, index) =>
        index >= column && rows.slice(column).every((other) => Math.abs(row[column]) >= Math.abs(other[column])),
    );
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = row[column] / rows[column][column];
      for (let cell = column; cell <= size; cell++) row[cell] -= factor * rows[column][cell];
    }
  }
  return rows.map((row, index) => row[size] / row[index]);
}
