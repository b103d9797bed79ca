import type { ResourceConstants } from './constants.js';
import { fittedResources, type Resources, type Usage } from './usage.js';

/** A design whose LUTs are known. */
export interface MeasuredDesign {
  readonly name: string;
  readonly usage: Usage;
  readonly lut: number;
  /** RAMB18 of its device. */
  readonly deviceBram18: number;
}

/** The constants that are fitted, in the order of their factors. */
export const CALIBRATED = ['logicScale', 'controlLut'] as const;

/**
 * The calibrated constants with the least sum of squared relative errors of the LUTs over designs.
 * @param constants of which all others are kept
 */
export function fitConstants(designs: readonly MeasuredDesign[], constants: ResourceConstants): ResourceConstants {
  const nothing = CALIBRATED.map(() => 0);
  const rows = designs.map(({ usage, lut }) => [usage.logicLut / lut, usage.blocks / lut]);
  const targets = designs.map((design) => 1 - estimateOf(design, withValues(constants, nothing)).lut / design.lut);
  return withValues(constants, leastSquares(rows, targets));
}

/** What the model says of a design. */
export function estimateOf({ usage, deviceBram18 }: MeasuredDesign, constants: ResourceConstants): Resources {
  return fittedResources(usage.resources(constants), deviceBram18);
}

function withValues(constants: ResourceConstants, values: readonly number[]): ResourceConstants {
  const changed = CALIBRATED.map((name, index) => [name, { ...constants[name], value: values[index] }]);
  return { ...constants, ...Object.fromEntries(changed) };
}

/** x of the least |Ax - b|, by the normal equations and Gaussian elimination with pivoting. */
export function leastSquares(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const size = a[0].length;
  const dot = (column: number, other: (row: number) => number) =>
    a.reduce((sum, row, index) => sum + row[column] * other(index), 0);
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => dot(i, (row) => a[row][j])),
    dot(i, (row) => b[row]),
  ]);
  for (let step = 0; step < size; step++) {
    const pivot = system.slice(step).reduce((best, row) => (Math.abs(row[step]) > Math.abs(best[step]) ? row : best));
    system.splice(system.indexOf(pivot), 1);
    system.splice(step, 0, pivot);
    for (const row of system.filter((other) => other !== pivot)) {
      const factor = row[step] / pivot[step];
      pivot.forEach((value, column) => {
        row[column] -= factor * value;
      });
    }
  }
  return system.map((row, index) => row[size] / row[index]);
}
