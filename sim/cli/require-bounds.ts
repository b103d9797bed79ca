import type { PublishedTable } from '../report/index.js';
import { ComparisonError } from './comparison-error.js';

/**
 * Refuses a table in which the model lies on the wrong side of a measured figure that bounds it.
 * @throws ComparisonError for the first such figure
 */
export function requireBounds(published: PublishedTable): void {
  const { table, columns, bounds } = published;
  const broken = bounds.find(({ kept }) => !kept);
  if (broken === undefined) return;
  const { bound } = columns.find(({ name }) => name === broken.column)!;
  const side = bound === 'upper' ? 'below' : 'above';
  throw new ComparisonError(`table ${table}: ${broken.column} of ${broken.row} is not ${side} what was measured`);
}
