import { errorPercent } from './numbers.js';

/** A column of a published table: its key in the record, and how it is shown. */
export interface PublishedColumn {
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  /** A count that follows from the network alone: right or wrong, but no prediction, so that it is in no error figure. */
  readonly counted?: boolean;
  /**
   * What is measured holds more than what is modelled, so that it only bounds the model: the model has to lie below (`upper`)
   * or above it (`lower`). That is no agreement, so that it is in no error figure.
   */
  readonly bound?: Bound;
  /** Another model of what a column before predicts: shown with its errors, but in no error figure. */
  readonly alternative?: boolean;
  /** Columns of a group are shown as a table of their own, of the rows that have figures there. */
  readonly group?: string;
}

type Bound = 'upper' | 'lower';

/** A row before it is compared. */
export interface PublishedRow {
  readonly name: string;
  readonly measured: Figures;
  readonly model: Figures;
  /** Sums of the other rows: in no error figure. */
  readonly isTotal?: boolean;
}

/** Figures by column name; null where a side does not have one. */
type Figures = Readonly<Record<string, number | null>>;

/** A measured figure that only bounds the model's. */
export interface ComparedBound {
  readonly row: string;
  readonly column: string;
  /** Whether the model lies on its side of the measured figure. */
  readonly kept: boolean;
}

/** A published table regenerated, model beside measurement (schema qcycle.table/1). */
export interface PublishedTable {
  readonly schema: 'qcycle.table/1';
  readonly table: string;
  readonly source: string;
  readonly columns: readonly Pick<PublishedColumn, 'name' | 'unit' | 'counted' | 'bound'>[];
  readonly rows: readonly {
    readonly name: string;
    readonly measured: Figures;
    readonly model: Figures;
    /** Signed, in percent of the measured figure; null where one of the two is missing, or only bounds the other. */
    readonly errorPercent: Figures;
  }[];
  /** All null where no predicted figure has both sides: counts and bounds alone are no errors. */
  readonly summary: {
    /** Mean of the errors' magnitudes over all predicted figures that have both sides. */
    readonly mapePercent: number | null;
    /** Error of the first predicted column's sum over the rows that have both sides. */
    readonly totalErrorPercent: number | null;
    /** The largest magnitude. */
    readonly maxErrorPercent: number | null;
  };
  /** Every measured figure that bounds the model's, and whether the model lies on its side. */
  readonly bounds: readonly ComparedBound[];
  /** What a reader has to know beside the figures, a sentence each. */
  readonly notes?: readonly string[];
}

type Row = PublishedTable['rows'][number];

/** Sets the model's figures beside the measured ones. */
export function comparePublished(
  table: string,
  source: string,
  columns: readonly PublishedColumn[],
  rows: readonly PublishedRow[],
  notes?: readonly string[],
): PublishedTable {
  const compared = rows.map(({ name, measured, model }) => ({
    name,
    measured: pick(columns, measured),
    model: pick(columns, model),
    errorPercent: Object.fromEntries(
      columns.map(({ name: key, bound }) => {
        const [a, b] = [model[key] ?? null, measured[key] ?? null];
        return [key, a === null || b === null || bound !== undefined ? null : errorPercent(a, b)];
      }),
    ),
  }));
  const described = columns.map(({ name, unit, counted, bound }) => ({
    name,
    unit,
    ...(counted === undefined ? {} : { counted }),
    ...(bound === undefined ? {} : { bound }),
  }));
  return {
    schema: 'qcycle.table/1',
    table,
    source,
    columns: described,
    rows: compared,
    summary: summarize(
      compared.filter((_, index) => rows[index].isTotal !== true),
      columns,
    ),
    bounds: compareBounds(compared, columns),
    ...(notes === undefined ? {} : { notes }),
  };
}

/** Whether the figures of a column are predictions that agree with measured ones or not. */
export function isPredicted({ counted, bound, alternative }: PublishedColumn): boolean {
  return counted !== true && bound === undefined && alternative !== true;
}

function summarize(rows: readonly Row[], columns: readonly PublishedColumn[]): PublishedTable['summary'] {
  const predicted = columns.filter(isPredicted);
  const magnitudes = rows
    .flatMap((row) => predicted.map(({ name }) => row.errorPercent[name]))
    .filter((error) => error !== null)
    .map(Math.abs);
  if (magnitudes.length === 0) return { mapePercent: null, totalErrorPercent: null, maxErrorPercent: null };
  const first = predicted[0].name;
  const whole = rows.filter((row) => row.errorPercent[first] !== null);
  const total = (side: 'model' | 'measured') => whole.reduce((sum, row) => sum + row[side][first]!, 0);
  return {
    mapePercent: magnitudes.reduce((sum, error) => sum + error, 0) / magnitudes.length,
    totalErrorPercent: errorPercent(total('model'), total('measured')),
    maxErrorPercent: Math.max(...magnitudes),
  };
}

function compareBounds(rows: readonly Row[], columns: readonly PublishedColumn[]): ComparedBound[] {
  return rows.flatMap(({ name: row, model, measured }) =>
    columns.flatMap(({ name: column, bound }) => {
      const [a, b] = [model[column], measured[column]];
      if (bound === undefined || a === null || b === null) return [];
      return [{ row, column, kept: bound === 'upper' ? a < b : a > b }];
    }),
  );
}

function pick(columns: readonly PublishedColumn[], figures: Figures): Figures {
  return Object.fromEntries(columns.map(({ name }) => [name, figures[name] ?? null]));
}
