export { renderPipeline } from './pipeline-report.js';
export { type ComparedBound, comparePublished, type PublishedColumn, type PublishedTable } from './published-table.js';
export { renderPublished } from './render-published.js';
export { renderRun } from './run-report.js';
export { type Column, renderTable } from './table.js';
export { parseTrace, type Trace, type TraceRow } from './trace.js';
