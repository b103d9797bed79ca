import type { Charted } from '../charts/index.js';
import { measuredSentences } from '../measured-sentences.js';
import { formatNumber, formatRate } from '../numbers.js';
import type { ExploreRecord } from '../records/explore-record.js';
import type { ReportRecord } from '../records/parse-records.js';
import type { QuantizationRecord } from '../records/quantization-record.js';
import type { RunRecord } from '../records/run-record.js';
import type { TableRecord } from '../records/table-record.js';
import type { Trace } from '../trace.js';
import { escapeHtml, escapeSentence } from './escape.js';
import { figureTable, layerTable, memberTable, quantizationTable, streamTable } from './tables.js';

/** What a section of a page says about a record, beside its charts. */
export interface Section {
  readonly title: string;
  /** Sentences below the title. */
  readonly lead: readonly string[];
  /** Key figures: name, value with unit. */
  readonly figures: readonly (readonly [string, string])[];
  /** Tables for those who want the numbers, as HTML. */
  readonly tables: readonly string[];
}

/** The section of a record. */
export function sectionOf({ record }: Charted, traces: readonly Trace[]): Section {
  switch (record.schema) {
    case 'qcycle.run/1':
      return runSection(record, traces);
    case 'qcycle.table/1':
      return tableSection(record);
    case 'qcycle.explore/1':
      return exploreSection(record);
    case 'qcycle.quantization/1':
      return quantizationSection(record);
  }
}

/** What a record is, in few words. */
export function titleOf(record: ReportRecord): string {
  switch (record.schema) {
    case 'qcycle.run/1':
      return `${record.network} on ${record.board}`;
    case 'qcycle.table/1':
      return `Table ${record.table}`;
    case 'qcycle.explore/1':
      return `Foldings of ${record.network} on ${record.board}`;
    case 'qcycle.quantization/1':
      return `Bits of ${record.network}`;
  }
}

function runSection(run: RunRecord, traces: readonly Trace[]): Section {
  const { accuracy } = run;
  return {
    title: titleOf(run),
    lead: [`bottleneck: ${run.bottleneck.sentence}`, ...measuredSentences(run, traces)].map(asSentence),
    figures: [
      ['time per image', `${run.microsecondsPerImage.toFixed(2)} us`],
      ['throughput', `${formatRate(run.imagesPerSecond)} images/s`],
      ['cycles per image', formatNumber(run.cyclesPerImage, 1)],
      ['first image after', `${formatNumber(run.firstImageCycles)} cycles`],
      ['work per image', `${formatNumber(run.macs)} MAC`],
      ['images', formatNumber(run.images)],
      ['clock', `${run.clockMHz} MHz`],
      ['machine, engine', `${run.machine}, ${run.engine}`],
      ...(accuracy === undefined ? [] : accuracyFigures(accuracy)),
    ],
    tables: [layerTable(run), ...(run.streams.length === 0 ? [] : [streamTable(run)])],
  };
}

function accuracyFigures(accuracy: NonNullable<RunRecord['accuracy']>): (readonly [string, string])[] {
  const { correctTop5, total } = accuracy;
  if (correctTop5 === undefined) return [accuracyFigure(accuracy)];
  const [what, percent] = accuracyFigure({ correct: correctTop5, total });
  return [accuracyFigure(accuracy), [`top-5 ${what}`, percent]];
}

function accuracyFigure({ correct, total }: NonNullable<RunRecord['accuracy']>): readonly [string, string] {
  return [`accuracy, ${formatNumber(correct)} of ${formatNumber(total)}`, `${((100 * correct) / total).toFixed(2)} %`];
}

function tableSection(table: TableRecord): Section {
  const { summary, source, notes = [] } = table;
  const percent = (value: number | null) => (value === null ? 'none' : `${value.toFixed(3)} %`);
  return {
    title: titleOf(table),
    lead: [`measured: ${source}`, ...notes].map(asSentence),
    figures: [
      ['mean error', percent(summary.mapePercent)],
      ['largest error', percent(summary.maxErrorPercent)],
      ['error of the sum', percent(summary.totalErrorPercent)],
    ],
    tables: [figureTable(table)],
  };
}

function exploreSection(explored: ExploreRecord): Section {
  const { members, best, budget, search, objective, targetFps, clockMHz, library } = explored;
  const chosen = members.find(({ name }) => name === best);
  const found =
    chosen === undefined
      ? 'No folding keeps the budget.'
      : `Best by ${objective}: ${chosen.name}, ${formatNumber(chosen.framesPerSecond, 1)} images/s with ${formatNumber(chosen.resources.lut)} LUT and ${formatNumber(chosen.resources.bram18)} BRAM18.`;
  return {
    title: titleOf(explored),
    lead: [found],
    figures: [
      [
        'budget',
        `${formatNumber(budget.lut)} LUT, ${formatNumber(budget.bram18)} BRAM18, ${formatNumber(budget.dsp)} DSP`,
      ],
      ...(targetFps === null ? [] : [['target', `${formatNumber(targetFps)} images/s`] as const]),
      ['foldings', formatNumber(search.foldings)],
      ['simulated', formatNumber(search.simulated)],
      ['clock', `${clockMHz} MHz`],
      ['library', library],
    ],
    tables: [memberTable(explored)],
  };
}

function quantizationSection(quantization: QuantizationRecord): Section {
  const { float, worstLayers, scheme } = quantization;
  const named = worstLayers.map(({ layer }) => layer).join(', ');
  return {
    title: titleOf(quantization),
    lead: worstLayers.length === 0 ? [] : [`Quantization adds the most noise in these layers: ${named}.`],
    figures: [accuracyFigure(float), ['scheme', scheme]],
    tables: [quantizationTable(quantization)],
  };
}

/** With a capital letter and a full stop. */
function asSentence(line: string): string {
  return `${line[0].toUpperCase()}${line.slice(1)}.`;
}

/** A section's words as HTML, without its charts. */
export function sectionHead({ title, lead, figures }: Section, id: string): string {
  const sentences = lead.map((sentence) => `<p>${escapeSentence(sentence)}</p>`).join('\n');
  const terms = figures.map(
    ([name, value]) => `<div><dt>${escapeSentence(name)}</dt><dd>${escapeSentence(value)}</dd></div>`,
  );
  return `<h2 id="${id}">${escapeHtml(title)}</h2>\n${sentences}\n<dl class="figures">${terms.join('\n')}</dl>`;
}
