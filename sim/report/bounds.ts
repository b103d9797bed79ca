import type { PublishedTable } from './published-table.js';

/** A measured figure that only bounds the model's. */
export interface ComparedBound {
  readonly row: string;
  readonly column: string;
  /** Whether the model lies on its side of the measured figure. */
  readonly kept: boolean;
}

/** All measured figures of a table that bound a figure of the model. */
export function comparedBounds({ columns, rows }: PublishedTable): ComparedBound[] {
  return rows.flatMap(({ name: row, errorPercent }) =>
    columns.flatMap(({ name: column, bound }) => {
      const error = errorPercent[column];
      if (bound === undefined || error === null) return [];
      return [{ row, column, kept: bound === 'upper' ? error < 0 : error > 0 }];
    }),
  );
}
