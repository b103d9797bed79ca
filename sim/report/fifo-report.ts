import type { FifoCost, FifoFindings, FoundFifo } from '../explore/index.js';
import { formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

const COLUMNS: readonly Column<FoundFifo>[] = [
  { name: 'FIFO', align: 'left', cell: ({ name }) => name },
  { name: 'from', align: 'left', cell: ({ from }) => from },
  { name: 'to', align: 'left', cell: ({ to }) => to },
  { name: 'width', unit: 'bits', cell: ({ widthBits }) => (widthBits === null ? '-' : String(widthBits)) },
  { name: 'depth', unit: 'words', cell: ({ depth }) => (depth === 0 ? 'none' : formatNumber(depth)) },
  { name: 'before', unit: 'words', cell: ({ givenDepth }) => (givenDepth === 0 ? 'none' : formatNumber(givenDepth)) },
  { name: 'peak', unit: 'words', cell: ({ peak }) => formatNumber(peak) },
  { name: 'writer waits', unit: 'cycles/frame', cell: ({ writerWaits }) => formatNumber(writerWaits, 1) },
  { name: 'reader waits', unit: 'cycles/frame', cell: ({ readerWaits }) => formatNumber(readerWaits, 1) },
  { name: 'LUT', cell: ({ cost }) => (cost.lut === null ? '-' : formatNumber(cost.lut)) },
  { name: 'BRAM18', cell: ({ cost }) => (cost.bram18 === null ? '-' : formatNumber(cost.bram18)) },
];

/** The FIFOs of a pipeline for people. */
export function renderFifos(findings: FifoFindings): string {
  const { name, intervalCycles, unboundedIntervalCycles, given, total, simulations, seconds, fifos } = findings;
  return [
    `${name}: ${
      given.deadlock === null
        ? `as it is, a frame takes ${cycles(given.intervalCycles!)} cycles`
        : `as it is, ${given.deadlock}`
    }`,
    renderTable(COLUMNS, fifos),
    `${cycles(intervalCycles)} cycles a frame; ${cycles(unboundedIntervalCycles)} with FIFOs that are never full`,
    `${costText(total)}; before: ${costText(given.total)}`,
    `${formatNumber(simulations)} simulations in ${seconds.toFixed(1)} s; no depth can be lowered alone`,
  ].join('\n');
}

function cycles(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 2);
}

function costText({ words, bits, lut, bram18 }: FifoCost): string {
  if (bits === null) return `${formatNumber(words)} words in all`;
  return `${formatNumber(words)} words, ${formatNumber(bits)} bits, ${formatNumber(lut!)} LUT and ${formatNumber(bram18!)} BRAM18 in all`;
}
