export { CHART_NAMES, type Chart, type ChartName, type ChartSpec } from './charts/chart.js';
export { type Charted, chartRecords, type Report } from './charts/index.js';
export { renderDeviceRun } from './device-report.js';
export { explorationCsv, renderExploration } from './explore-report.js';
export { renderFifos } from './fifo-report.js';
export { renderPage } from './html/page.js';
export { errorPercent, formatError, formatNumber } from './numbers.js';
export { drawSvg, svgToPng } from './pictures/draw.js';
export { renderPipeline } from './pipeline-report.js';
export { renderPruning, renderSensitivities } from './prune-report.js';
export {
  type ComparedBound,
  comparePublished,
  type PublishedColumn,
  type PublishedRow,
  type PublishedTable,
} from './published-table.js';
export { renderQuantization } from './quantization-report.js';
export { parseRecords, type ReportRecord } from './records/parse-records.js';
export { renderPublished } from './render-published.js';
export { renderRun } from './run-report.js';
export { type Column, renderTable } from './table.js';
export { parseTrace, type Trace, type TraceRow } from './trace.js';
