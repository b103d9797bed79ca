import pc from 'picocolors';
import type { DeviceLayer, DeviceRun } from '../core/run.js';
import { accuracyLine } from './accuracy-line.js';
import { formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

const LAYERS: readonly Column<DeviceLayer>[] = [
  { name: 'layer', align: 'left', cell: ({ name }) => name },
  { name: 'MAC', cell: ({ macs }) => formatNumber(macs) },
  { name: 'cycles', cell: ({ cycles }) => (cycles === undefined ? '' : formatNumber(cycles)) },
];

const PARTS: readonly Column<NonNullable<DeviceRun['parts']>[number]>[] = [
  { name: 'part', align: 'left', cell: ({ name }) => name },
  { name: 'us', cell: ({ microseconds }) => formatNumber(microseconds, 1) },
];

/** What a board, or other software, told of a run, for people. */
export function renderDeviceRun(run: DeviceRun): string {
  const { network, device, board, clockMHz, images } = run;
  const clock = clockMHz === undefined ? '' : `, ${clockMHz} MHz`;
  const counted = run.layers.some(({ cycles }) => cycles !== undefined);
  return [
    pc.bold(`${network} on ${device} (${board}${clock}), ${formatNumber(images)} image${images === 1 ? '' : 's'}`),
    ...(counted ? [renderTable(LAYERS, run.layers)] : []),
    ...(run.parts === undefined ? [] : [renderTable(PARTS, run.parts)]),
    timeLine(run),
    ...accuracyLine(run),
  ].join('\n');
}

function timeLine(run: DeviceRun): string {
  return [
    ...(run.cycles === undefined ? [] : [`${formatNumber(run.cycles)} cycles`]),
    `${formatNumber(run.microseconds, 2)} us`,
    pc.bold(`${run.microsecondsPerImage.toFixed(2)} us per image`),
    `${formatNumber(run.imagesPerSecond)} images/s`,
  ].join(', ');
}
