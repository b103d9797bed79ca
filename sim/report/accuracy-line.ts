import pc from 'picocolors';
import type { DeviceRun } from '../core/run.js';
import { formatNumber } from './numbers.js';

/** The accuracy of a run in a line; none where it has none. */
export function accuracyLine({ accuracy }: Pick<DeviceRun, 'accuracy'>): string[] {
  if (accuracy === undefined) return [];
  const { correct, total } = accuracy;
  const percent = ((100 * correct) / total).toFixed(2);
  return [`accuracy: ${pc.bold(`${percent} %`)} (${formatNumber(correct)} of ${formatNumber(total)})`];
}
