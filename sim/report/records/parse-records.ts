import { z } from 'zod';
import { parseJson } from '../../core/input/json.js';
import { type ExploreRecord, exploreRecord } from './explore-record.js';
import { type QuantizationRecord, quantizationRecord } from './quantization-record.js';
import { type RunRecord, runRecord } from './run-record.js';
import { type TableRecord, tableRecord } from './table-record.js';

/** What a report is made of: what `run`, `tables`, `explore` and `quantize` write as JSON. */
export type ReportRecord = RunRecord | TableRecord | ExploreRecord | QuantizationRecord;

const record = z.discriminatedUnion('schema', [runRecord, tableRecord, exploreRecord, quantizationRecord]);
const file = z.union([record, z.array(record).min(1)]);

/**
 * The records of a JSON text: one, or a list of them.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseRecords(text: string, name: string): ReportRecord[] {
  const records = parseJson<ReportRecord | ReportRecord[]>(text, name, file);
  return Array.isArray(records) ? records : [records];
}
