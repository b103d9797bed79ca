import { Command } from 'commander';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { writeFileWhole } from '../core/input/write-file.js';
import {
  CHART_NAMES,
  type Chart,
  type ChartName,
  chartRecords,
  parseRecords,
  type Report,
  renderPage,
} from '../report/index.js';
import { type OutputOptions, say, withOutputOptions, writeResult } from './output.js';
import { parseNames } from './parse.js';
import { loadTraces } from './traces.js';
import { writePictures } from './view-pictures.js';

interface ViewOptions extends OutputOptions {
  readonly html?: string;
  readonly svg?: string;
  readonly png?: string;
  readonly charts?: readonly string[];
}

const USUAL_PAGE = 'report.html';
const STDOUT = '-';

const EXAMPLES = `
Charts: ${CHART_NAMES.join(', ')} (docs/report.md)

Examples:
  $ qcycle run lfc-w1a1 --profile --json run.json && qcycle view run.json
  $ qcycle view run.json tables.json explore.json --html night.html
  $ qcycle view run.json --svg charts --charts pipeline,timeline   # charts/pipeline.svg, charts/timeline.svg`;

/** `view`: a page or single pictures of what other commands found out. */
export function viewCommand(): Command {
  return withOutputOptions(new Command('view'))
    .description('show runs, tables and searches for foldings as one HTML page that needs no network, or as pictures')
    .argument('<file...>', 'what run, tables, explore and quantize write with --json')
    .option('--html <file|->', `the page (default: ${USUAL_PAGE}, unless pictures are asked for)`)
    .option('--svg <dir>', 'write each chart as <chart>.svg into a folder')
    .option('--png <dir>', 'write each chart as <chart>.png into a folder')
    .option('--charts <name,...>', 'only these charts', parseNames)
    .addHelpText('after', EXAMPLES)
    .action(view);
}

async function view(files: readonly string[], options: ViewOptions): Promise<void> {
  const { html, svg, png, json } = options;
  if (html === STDOUT && json === STDOUT) {
    throw new InputError('--html - and --json - both write to stdout, allowed: one of them');
  }
  const wanted = options.charts?.map(chartName);
  const records = files.flatMap((file) => parseRecords(readText(file), file));
  const traces = loadTraces();
  const all = chartRecords(records, traces);
  const report = chooseCharts(all, wanted);
  const charts = chartsOf(report);
  const page = html ?? (svg === undefined && png === undefined ? USUAL_PAGE : undefined);
  const written = await writePictures(charts, options);
  if (page !== undefined) {
    const text = renderPage(report, traces);
    if (page === STDOUT) process.stdout.write(text);
    else written.push(await write(page, text));
  }
  if (wanted === undefined) sayWhatIsMissing(options, all);
  const described = charts.map(({ name, subject, title, spec }) => ({ chart: name, subject, title, spec }));
  const quiet = page === STDOUT ? { quiet: true } : {};
  await writeResult(
    { ...options, ...quiet },
    [`${charts.length} ${charts.length === 1 ? 'chart' : 'charts'}:`, ...written].join('\n'),
    {
      schema: 'qcycle.view/1',
      charts: described,
    },
  );
}

async function write(file: string, data: string): Promise<string> {
  await writeFileWhole(file, data);
  return file;
}

function chartName(given: string): ChartName {
  const name = CHART_NAMES.find((each) => each === given);
  if (name === undefined) throw new InputError(`unknown chart ${given}, ${allowedNames(given, CHART_NAMES)}`);
  return name;
}

/** The charts that were asked for. @throws InputError where there is no data for one */
function chooseCharts(report: Report, wanted: readonly ChartName[] | undefined): Report {
  if (wanted === undefined) return report;
  const there = [...new Set(chartsOf(report).map(({ name }) => name))];
  const missing = wanted.find((name) => !there.includes(name));
  if (missing !== undefined) throw new InputError(`no data for the chart ${missing}, ${allowedNames(missing, there)}`);
  const choose = (charts: readonly Chart[]) => charts.filter(({ name }) => wanted.includes(name));
  const records = report.records.map(({ record, charts }) => ({ record, charts: choose(charts) }));
  return { records, across: choose(report.across) };
}

/** Runs of pipelines show what happens over time only where it was recorded. */
function sayWhatIsMissing(options: ViewOptions, { records }: Report): void {
  for (const { record, charts } of records) {
    const overTime = charts.some(({ name }) => name === 'timeline' || name === 'calls');
    if (record.schema === 'qcycle.run/1' && !overTime) {
      say(options, `${record.network}: timeline and occupancy need a record of run --profile`);
    }
  }
}

function chartsOf({ records, across }: Report): Chart[] {
  return [...records.flatMap(({ charts }) => charts), ...across];
}
