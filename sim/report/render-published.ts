import pc from 'picocolors';
import { formatError, formatNumber } from './numbers.js';
import { isPredicted, type PublishedColumn, type PublishedTable } from './published-table.js';
import { type Column, renderTable } from './table.js';

type Row = PublishedTable['rows'][number];

interface Line {
  readonly name: string;
  readonly side: string;
  readonly cells: readonly string[];
}

/**
 * The table for people: for each row the measured figures, the model's and the signed errors, or on which side the model lies
 * of a figure that bounds it; one line for both where the model has every measured figure exactly.
 */
export function renderPublished(published: PublishedTable, columns: readonly PublishedColumn[]): string {
  const groups = [...new Set(columns.map(({ group }) => group))];
  return [
    pc.bold(`table ${published.table}`),
    ...groups.map((group) =>
      renderGroup(
        published,
        columns.filter((column) => column.group === group),
      ),
    ),
    `source: ${published.source}`,
    errorLine(published, columns),
    ...boundLine(published),
    ...(published.notes ?? []),
  ].join('\n');
}

function renderGroup({ rows }: PublishedTable, columns: readonly PublishedColumn[]): string {
  const shown = rows.filter(({ measured, model }) =>
    columns.some(({ name }) => measured[name] !== null || model[name] !== null),
  );
  const tableColumns: Column<Line>[] = [
    { name: columns[0].group ?? 'network', align: 'left', cell: ({ name }) => name },
    { name: '', align: 'left', cell: ({ side }) => side },
    ...columns.map(({ title, unit }, index) => ({ name: title, unit, cell: ({ cells }: Line) => cells[index] })),
  ];
  return renderTable(
    tableColumns,
    shown.flatMap((row) => linesOf(row, columns)),
  );
}

function linesOf(row: Row, columns: readonly PublishedColumn[]): Line[] {
  const { name, errorPercent } = row;
  const measured = { name, side: 'measured', cells: show(columns, row.measured) };
  const model = { name: '', side: 'model', cells: show(columns, row.model) };
  const has = (figures: Row['model']) => columns.filter((column) => figures[column.name] !== null);
  if (has(row.measured).length === 0) return [{ ...model, name }];
  if (has(row.measured).every((column) => errorPercent[column.name] === 0)) return [{ ...model, name, side: 'both' }];
  if (has(row.model).length === 0) return [measured];
  const bounded = has(row.model).some(({ name, bound }) => bound !== undefined && row.measured[name] !== null);
  const error = columns.map((column) => showError(row, column));
  return [
    measured,
    model,
    { name: '', side: bounded && has(errorPercent).length === 0 ? 'model is' : 'error', cells: error },
  ];
}

function show(columns: readonly PublishedColumn[], figures: Row['model']): string[] {
  return columns.map(({ name, decimals }) => {
    const value = figures[name];
    return value === null ? '-' : formatNumber(value, decimals);
  });
}

/** The error, or on which side of a bound the model lies. */
function showError({ measured, model, errorPercent }: Row, { name, bound }: PublishedColumn): string {
  if (bound === undefined) return errorPercent[name] === null ? '' : formatError(errorPercent[name]);
  const [a, b] = [model[name], measured[name]];
  if (a === null || b === null) return '';
  return a < b ? 'below' : a > b ? 'above' : 'equal';
}

function errorLine({ summary }: PublishedTable, columns: readonly PublishedColumn[]): string {
  const { mapePercent, totalErrorPercent, maxErrorPercent } = summary;
  if (mapePercent === null) return 'errors: none, as nothing that is measured has a prediction to agree with';
  return `errors: mean magnitude ${mapePercent.toFixed(3)} %, largest ${maxErrorPercent!.toFixed(3)} %, sum of the column ${columns.find(isPredicted)!.title} ${formatError(totalErrorPercent!)}`;
}

function boundLine({ bounds }: PublishedTable): string[] {
  if (bounds.length === 0) return [];
  const kept = bounds.filter((bound) => bound.kept).length;
  return [
    `bounds: ${kept} of ${bounds.length} kept; what is measured there includes more than the model: no agreement`,
  ];
}
