import type { RunRecord } from '../records/run-record.js';

/** What the charts of a run are about. */
export function runSubject({ network, board }: Pick<RunRecord, 'network' | 'board'>): string {
  return `${network} on ${board}`;
}
