import type { ExploreRecord } from '../records/explore-record.js';
import type { ReportRecord } from '../records/parse-records.js';
import type { QuantizationRecord } from '../records/quantization-record.js';
import type { RunRecord } from '../records/run-record.js';
import type { TableRecord } from '../records/table-record.js';
import type { Trace } from '../trace.js';
import { accuracyChart } from './accuracy.js';
import { boundsChart } from './bounds.js';
import { callsChart } from './calls.js';
import type { Chart } from './chart.js';
import { hardwareSoftwareChart } from './hardware-software.js';
import { measuredChart } from './measured.js';
import { occupancyChart } from './occupancy.js';
import { paretoChart } from './pareto.js';
import { pipelineChart } from './pipeline.js';
import { platformChart } from './platform.js';
import { threadsChart } from './threads.js';
import { timelineChart } from './timeline.js';
import { topClassesChart } from './top-classes.js';

/** A record and the charts that it has data for. */
export interface Charted<Data extends ReportRecord = ReportRecord> {
  readonly record: Data;
  readonly charts: readonly Chart[];
}

/** What a report shows: each record with its charts, and the charts across all runs. */
export interface Report {
  readonly records: readonly Charted[];
  readonly across: readonly Chart[];
}

/**
 * All charts that some records have data for.
 * @param traces published measurements, for what is set beside the runs
 */
export function chartRecords(records: readonly ReportRecord[], traces: readonly Trace[]): Report {
  const runs = records.filter((record) => record.schema === 'qcycle.run/1');
  return {
    records: records.map((record) => ({ record, charts: present(chartsOf(record, traces)) })),
    across: present([hardwareSoftwareChart(runs, traces)]),
  };
}

function chartsOf(record: ReportRecord, traces: readonly Trace[]): (Chart | undefined)[] {
  switch (record.schema) {
    case 'qcycle.run/1':
      return runCharts(record, traces);
    case 'qcycle.table/1':
      return tableCharts(record);
    case 'qcycle.explore/1':
      return exploreCharts(record);
    case 'qcycle.quantization/1':
      return quantizationCharts(record);
  }
}

function runCharts(run: RunRecord, traces: readonly Trace[]): (Chart | undefined)[] {
  return [
    pipelineChart(run),
    callsChart(run),
    timelineChart(run),
    occupancyChart(run),
    threadsChart(run),
    topClassesChart(run),
    platformChart('platform-time', run, traces),
    platformChart('platform-operations', run, traces),
    platformChart('platform-rate', run, traces),
  ];
}

function tableCharts(table: TableRecord): (Chart | undefined)[] {
  return [measuredChart(table), boundsChart(table)];
}

function exploreCharts(explored: ExploreRecord): Chart[] {
  if (explored.members.length + explored.references.length === 0) return [];
  return [paretoChart('pareto-lut', explored), paretoChart('pareto-bram', explored)];
}

function quantizationCharts(record: QuantizationRecord): (Chart | undefined)[] {
  return [accuracyChart(record)];
}

function present(charts: readonly (Chart | undefined)[]): Chart[] {
  return charts.filter((chart) => chart !== undefined);
}
