import pc from 'picocolors';
import { CAUSE_STATISTICS, CAUSES } from '../core/causes.js';
import type { PipelineTiming } from '../core/engine/result.js';
import type { PipelineRun, PipelineSimulation, PipelineStream } from '../fabric/index.js';
import { formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

const NOTHING = '-';

/** The simulation of a pipeline file for people: what passed between the blocks, and what each block did. */
export function renderPipeline({ run, timing }: PipelineSimulation, title: string): string {
  return [
    pc.bold(title),
    'beats between the blocks (cycle 0: the first in which the source may offer):',
    renderTable(STREAM_COLUMNS, run.streams),
    `cycles of each hardware block, of ${formatNumber(timing.cycles)} since the reset:`,
    renderTable(BLOCK_COLUMNS, timing.blocks),
    figuresLine(run),
    ...deadlockLines(run),
  ].join('\n');
}

const STREAM_COLUMNS: readonly Column<PipelineStream>[] = [
  { name: 'stream', align: 'left', cell: ({ name }) => name },
  { name: 'from', align: 'left', cell: ({ from }) => from },
  { name: 'to', align: 'left', cell: ({ to }) => to },
  { name: 'beats', cell: ({ handshakes }) => formatNumber(handshakes.length) },
  { name: 'first\ncycle', cell: ({ handshakes }) => `${handshakes[0] ?? NOTHING}` },
  { name: 'last\ncycle', cell: ({ handshakes }) => `${handshakes.at(-1) ?? NOTHING}` },
  { name: 'high-water\nmark', cell: ({ highWater }) => `${highWater}` },
];

const BLOCK_COLUMNS: readonly Column<PipelineTiming['blocks'][number]>[] = [
  { name: 'block', align: 'left', cell: ({ name }) => name },
  { name: 'unit', align: 'left', cell: ({ unit }) => unit },
  ...CAUSES.map((cause) => ({
    name: CAUSE_STATISTICS[cause].name.replace(' for ', ' for\n'),
    cell: ({ causes }: PipelineTiming['blocks'][number]) => formatNumber(causes[cause]),
  })),
];

function figuresLine({ firstInToFirstOut, total, interval }: PipelineRun): string {
  const cycles = (value: number | null) => (value === null ? NOTHING : `${value} cycles`);
  return [
    `first beat in to first beat out: ${cycles(firstInToFirstOut)}`,
    `first beat in to last beat out: ${pc.bold(cycles(total))}`,
    `interval between frames: ${interval === null ? `${NOTHING} (needs 8 frames)` : pc.bold(cycles(interval))}`,
  ].join('; ');
}

function deadlockLines({ deadlock }: PipelineRun): string[] {
  if (deadlock === null) return [];
  const { cycle, waits, circle, closed } = deadlock;
  return [
    `${pc.bold(pc.red(`deadlock in cycle ${cycle}`))}: ${closed ? 'circle' : 'chain'} ${circle.join(' -> ')}`,
    ...waits.map(
      (wait) => `  ${wait.block} waits for ${wait.for} on ${wait.stream}, which holds ${wait.fill} of ${wait.depth}`,
    ),
  ];
}
