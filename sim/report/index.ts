export { type ComparedBound, comparedBounds } from './bounds.js';
export { errorPercent, formatError } from './numbers.js';
export { renderPipeline } from './pipeline-report.js';
export { comparePublished, type PublishedColumn, type PublishedRow, type PublishedTable } from './published-table.js';
export { renderPublished } from './render-published.js';
export { renderRun } from './run-report.js';
export { type Column, renderTable } from './table.js';
export { parseTrace, type Trace, type TraceRow } from './trace.js';
