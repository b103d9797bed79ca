import type { Entry } from './schema.js';

/** Takes note of a problem with an entry, and of where in it. */
export type ReportEntry = (entry: number, path: readonly (string | number)[], message: string) => void;

/**
 * Checks that splits and merges come in pairs. What lies between runs for one group, then for the next; two such sections
 * of the same groups without a layer between are refused, because they would run in another order than one.
 */
export function checkSections(entries: readonly Entry[], report: ReportEntry): void {
  let open: number | undefined;
  let merged: number | undefined;
  entries.forEach((entry, index) => {
    if (entry.func === 'split_layer') {
      if (open !== undefined) report(open, ['func'], 'split_layer without merge_layer');
      if (merged === entry.split) report(index, ['func'], `a split into ${merged} right behind a merge of ${merged}`);
      open = index;
    } else if (entry.func === 'merge_layer') {
      if (open === undefined) report(index, ['func'], 'merge_layer without split_layer');
      open = undefined;
      merged = entry.merge;
    } else if (entry.func === 'conv_layer') {
      merged = undefined;
    }
  });
  if (open !== undefined) report(open, ['func'], 'split_layer without merge_layer');
}
