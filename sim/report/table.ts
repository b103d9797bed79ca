import Table from 'cli-table3';
import pc from 'picocolors';

/** A column of a table for people. Numbers stand to the right. */
export interface Column<Row> {
  readonly name: string;
  /** Printed under the name. */
  readonly unit?: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'left' | 'right';
}

/** Rows as a text table for a terminal. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    head: columns.map(({ name, unit }) => (unit === undefined ? name : `${name}\n${pc.dim(unit)}`)),
    colAligns: columns.map(({ align }) => align ?? 'right'),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => columns.map(({ cell }) => cell(row))));
  return table.toString();
}
