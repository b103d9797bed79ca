import type { Costs, FoundGroup, PruneFindings, Sensitivities } from '../nn/index.js';
import { formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

const GROUPS: readonly Column<FoundGroup>[] = [
  { name: 'channels of', align: 'left', cell: ({ name }) => name },
  { name: 'layers', cell: ({ layers }) => String(layers.length) },
  { name: 'joined', align: 'left', cell: ({ joined }) => (joined ? 'by sums' : '') },
  { name: 'channels', cell: ({ channels }) => formatNumber(channels) },
  { name: 'kept', cell: ({ kept }) => formatNumber(kept) },
  { name: 'removed', unit: '%', cell: ({ channels, kept }) => percent(1 - kept / channels) },
  { name: 'lanes', cell: ({ lanes }) => formatNumber(lanes) },
  { name: 'idle', unit: '%', cell: ({ kept, lanes }) => percent(1 - kept / lanes) },
];

/** What was pruned, for people. */
export function renderPruning(findings: PruneFindings): string {
  const { network, pruned, reduction, multiple, sensitivity, before, after, steps, groups, files } = findings;
  const taken = steps.map((step) => `${step.network} ${percent(step.reduction)} %`).join(', ');
  return [
    `${pruned}: ${network} with ${percent(reduction)} % fewer operations, channels in multiples of ${multiple}`,
    `losses are ${sensitivity}`,
    renderTable(GROUPS, groups),
    ...(steps.length > 1 ? [`steps: ${taken}`] : []),
    `operations: ${gops(before.ops)} to ${gops(after.ops)}; weights: ${formatNumber(before.weights)} to ${formatNumber(after.weights)}`,
    `in lanes of 16 channels: ${gops(2 * before.laneMacs)} (${idle(before)} % idle) to ${gops(2 * after.laneMacs)} (${idle(after)} % idle), ${percent(1 - after.laneMacs / before.laneMacs)} % fewer`,
    ...files,
  ].join('\n');
}

/** How sensitive groups of channels are, for people. */
export function renderSensitivities(network: string, { measure, ratios, groups }: Sensitivities): string {
  const columns: Column<(typeof groups)[number]>[] = [
    { name: 'channels of', align: 'left', cell: ({ group }) => group },
    ...ratios.map((ratio, index) => ({
      name: percent(ratio),
      unit: '%',
      cell: ({ losses }: (typeof groups)[number]) => losses[index].toFixed(3),
    })),
  ];
  return [
    `${network}: losses by the part of a group's channels that is removed`,
    `${measure}`,
    renderTable(columns, groups),
  ].join('\n');
}

function percent(part: number): string {
  return formatNumber(100 * part, 1);
}

function gops(ops: number): string {
  return `${formatNumber(ops / 1e9, 4)} GOP`;
}

function idle({ macs, laneMacs }: Costs): string {
  return percent(1 - macs / laneMacs);
}
