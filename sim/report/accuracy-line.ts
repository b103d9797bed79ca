import pc from 'picocolors';
import type { DeviceRun } from '../core/run.js';
import { formatNumber } from './numbers.js';

/** The accuracy of a run in a line; none where it has none. */
export function accuracyLine({ accuracy }: Pick<DeviceRun, 'accuracy'>): string[] {
  if (accuracy === undefined) return [];
  const { correct, correctTop5, total } = accuracy;
  const share = (count: number) =>
    `${pc.bold(`${((100 * count) / total).toFixed(2)} %`)} (${formatNumber(count)} of ${formatNumber(total)})`;
  const top5 = correctTop5 === undefined ? '' : `, among the top five ${share(correctTop5)}`;
  return [`accuracy: ${share(correct)}${top5}`];
}
