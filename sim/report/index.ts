export { renderPipeline } from './pipeline-report.js';
export { comparePublished, type PublishedColumn, type PublishedTable, renderPublished } from './published-table.js';
export { renderRun } from './run-report.js';
export { type Column, renderTable } from './table.js';
export { parseTrace, type Trace, type TraceRow } from './trace.js';
