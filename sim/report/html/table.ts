import { escapeHtml } from './escape.js';

/** A column of a table of a page; numbers stand to the right. */
export interface HtmlColumn<Row> {
  /** With the unit, where it has one. */
  readonly name: string;
  readonly cell: (row: Row) => string;
  readonly text?: boolean;
}

/** A table with a caption, which scrolls sideways by itself. The first column names the row. */
export function htmlTable<Row>(caption: string, columns: readonly HtmlColumn<Row>[], rows: readonly Row[]): string {
  const head = columns.map(({ name, text }) => `<th scope="col"${classOf(text)}>${escapeHtml(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((column, index) => cellOf(column, row, index)).join('')}</tr>`);
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function cellOf<Row>({ cell, text }: HtmlColumn<Row>, row: Row, index: number): string {
  const shown = escapeHtml(cell(row));
  return index === 0 ? `<th scope="row" class="text">${shown}</th>` : `<td${classOf(text)}>${shown}</td>`;
}

function classOf(text: boolean | undefined): string {
  return text === true ? ' class="text"' : '';
}
