import { Command } from 'commander';
import type { Constant } from '../core/constant.js';
import { boardsNotModelled, type UnknownMachine } from '../dpu/index.js';
import { type AnyBoard, anyBoardNames, loadAnyBoard } from '../drivers/load-board.js';
import { type Column, renderTable } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

const COLUMNS: readonly Column<AnyBoard>[] = [
  { name: 'board', align: 'left', cell: ({ name }) => name },
  { name: 'machine', align: 'left', cell: ({ machine }) => machine },
  { name: 'device', align: 'left', cell: ({ device }) => device },
  { name: 'clock', unit: 'MHz', cell: ({ clock }) => String(clock.frequencyHz / 1e6) },
  { name: 'resources', align: 'left', cell: (board) => resourcesOf(board).map(showConstant).join(', ') },
];

const NOT_MODELLED: readonly Column<UnknownMachine>[] = [
  { name: 'not modelled', align: 'left', cell: ({ name }) => name },
  { name: 'machine', align: 'left', cell: ({ machine }) => machine },
  { name: 'device', align: 'left', cell: ({ device }) => device },
  { name: 'why', align: 'left', cell: ({ reason }) => reason },
];

/** What a board offers: units of the FPGA, or bytes of the memories. */
function resourcesOf(board: AnyBoard): (readonly [string, Constant])[] {
  if (board.machine === 'fabric') {
    return Object.entries(board.resources).map(([name, constant]) => [name.toUpperCase(), constant]);
  }
  if (board.machine === 'dpu') {
    const { cores, architecture } = board;
    const entries =
      architecture.featureGroups.value * architecture.pixelParallel.value * architecture.bankEntries.value;
    const bytes = entries * architecture.inputChannelParallel.value;
    const { status, source } = architecture.bankEntries;
    return [
      [`${architecture.name} cores`, { value: cores.length, unit: 'cores', status, source: cores[0].source }],
      ['feature maps a core', { value: bytes, unit: 'bytes', status, source }],
    ];
  }
  const { l1, l2, hyperRam } = board.memories;
  return [
    ['L1', l1],
    ['L2', l2],
    ['HyperRAM', hyperRam],
  ];
}

function showConstant([name, { value, unit }]: readonly [string, Constant]): string {
  return unit === 'bytes' ? `${value / 1024} KiB ${name}` : `${value} ${name}`;
}

/** `boards`: lists the boards. */
export function boardsCommand(): Command {
  return withOutputOptions(new Command('boards'))
    .description('list the boards that are modelled, with clock and resources')
    .addHelpText('after', '\nExample:\n  $ qcycle boards --json -')
    .action(async (options: OutputOptions) => {
      const boards = anyBoardNames().map(loadAnyBoard);
      const others = boardsNotModelled();
      const text = [renderTable(COLUMNS, boards), renderTable(NOT_MODELLED, others)].join('\n');
      await writeResult(options, text, [...boards, ...others.map((other) => ({ ...other, modelled: false }))]);
    });
}
