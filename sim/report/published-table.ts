import pc from 'picocolors';
import { errorPercent, formatError, formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

/** A column of a published table: its key in the record, and how it is shown. */
export interface PublishedColumn {
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  /** A count that follows from the network alone: right or wrong, but no prediction, so that it is in no error figure. */
  readonly counted?: boolean;
}

/** Figures by column name; null where a side does not have one. */
type Figures = Readonly<Record<string, number | null>>;

/** A published table regenerated, model beside measurement (schema qcycle.table/1). */
export interface PublishedTable {
  readonly schema: 'qcycle.table/1';
  readonly table: string;
  readonly source: string;
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  readonly rows: readonly {
    readonly name: string;
    readonly measured: Figures;
    readonly model: Figures;
    /** Signed, in percent of the measured figure; null where one of the two is missing. */
    readonly errorPercent: Figures;
  }[];
  readonly summary: {
    /** Mean of the errors' magnitudes over all predicted figures that have both sides. */
    readonly mapePercent: number;
    /** Error of the first column's sum over the rows that have both sides. */
    readonly totalErrorPercent: number;
    /** The largest magnitude. */
    readonly maxErrorPercent: number;
  };
}

/** Sets the model's figures beside the measured ones. Each row has a model figure and a measured one in some column. */
export function comparePublished(
  table: string,
  source: string,
  columns: readonly PublishedColumn[],
  rows: readonly { readonly name: string; readonly measured: Figures; readonly model: Figures }[],
): PublishedTable {
  const compared = rows.map(({ name, measured, model }) => ({
    name,
    measured: pick(columns, measured),
    model: pick(columns, model),
    errorPercent: Object.fromEntries(
      columns.map(({ name: key }) => {
        const [a, b] = [model[key] ?? null, measured[key] ?? null];
        return [key, a === null || b === null ? null : errorPercent(a, b)];
      }),
    ),
  }));
  const predicted = columns.filter(({ counted }) => counted !== true);
  const errors = compared
    .flatMap((row) => predicted.map(({ name: key }) => row.errorPercent[key]))
    .filter((error) => error !== null);
  const magnitudes = errors.map(Math.abs);
  const first = columns[0].name;
  const whole = compared.filter((row) => row.errorPercent[first] !== null);
  const total = (side: 'model' | 'measured') => whole.reduce((sum, row) => sum + row[side][first]!, 0);
  return {
    schema: 'qcycle.table/1',
    table,
    source,
    columns: columns.map(({ name, unit }) => ({ name, unit })),
    rows: compared,
    summary: {
      mapePercent: magnitudes.reduce((sum, error) => sum + error, 0) / magnitudes.length,
      totalErrorPercent: errorPercent(total('model'), total('measured')),
      maxErrorPercent: Math.max(...magnitudes),
    },
  };
}

function pick(columns: readonly PublishedColumn[], figures: Figures): Figures {
  return Object.fromEntries(columns.map(({ name }) => [name, figures[name] ?? null]));
}

/**
 * The table for people: for each row the measured figures, the model's and the signed errors; one line for both where the
 * model has every measured figure exactly.
 */
export function renderPublished(published: PublishedTable, columns: readonly PublishedColumn[]): string {
  const lines = published.rows.flatMap((row) => {
    const measured = { name: row.name, side: 'measured', cells: show(columns, row.measured) };
    const model = { name: '', side: 'model', cells: show(columns, row.model) };
    const published = columns.filter(({ name }) => row.measured[name] !== null);
    const met = published.every(({ name }) => row.errorPercent[name] === 0);
    if (met) return [{ ...model, name: row.name, side: 'both' }];
    const error = columns.map(({ name }) => showError(row.errorPercent[name]));
    return [measured, model, { name: '', side: 'error', cells: error }];
  });
  const tableColumns: Column<(typeof lines)[number]>[] = [
    { name: 'network', align: 'left', cell: ({ name }) => name },
    { name: '', align: 'left', cell: ({ side }) => side },
    ...columns.map(({ title, unit }, index) => ({
      name: title,
      unit,
      cell: ({ cells }: (typeof lines)[number]) => cells[index],
    })),
  ];
  const { mapePercent, totalErrorPercent, maxErrorPercent } = published.summary;
  return [
    pc.bold(`table ${published.table}`),
    renderTable(tableColumns, lines),
    `source: ${published.source}`,
    `errors: mean magnitude ${mapePercent.toFixed(3)} %, largest ${maxErrorPercent.toFixed(3)} %, sum of the column ${columns[0].title} ${formatError(totalErrorPercent)}`,
  ].join('\n');
}

function show(columns: readonly PublishedColumn[], figures: Figures): string[] {
  return columns.map(({ name, decimals }) => {
    const value = figures[name];
    return value === null ? '-' : formatNumber(value, decimals);
  });
}

function showError(percent: number | null): string {
  return percent === null ? '' : formatError(percent);
}
