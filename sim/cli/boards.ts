import { Command } from 'commander';
import { boardNames, type FabricBoard, loadBoard } from '../fabric/index.js';
import { type Column, renderTable } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

const COLUMNS: readonly Column<FabricBoard>[] = [
  { name: 'board', align: 'left', cell: ({ name }) => name },
  { name: 'machine', align: 'left', cell: ({ machine }) => machine },
  { name: 'device', align: 'left', cell: ({ device }) => device },
  { name: 'clock', unit: 'MHz', cell: ({ clock }) => String(clock.frequencyHz / 1e6) },
  { name: 'LUT', cell: ({ resources }) => String(resources.lut.value) },
  { name: 'FF', cell: ({ resources }) => String(resources.ff.value) },
  { name: 'BRAM36', cell: ({ resources }) => String(resources.bram36.value) },
  { name: 'DSP', cell: ({ resources }) => String(resources.dsp.value) },
];

/** `boards`: lists the boards. */
export function boardsCommand(): Command {
  return withOutputOptions(new Command('boards'))
    .description('list the boards that are modelled, with clock and resources')
    .addHelpText('after', '\nExample:\n  $ qcycle boards --json -')
    .action(async (options: OutputOptions) => {
      const boards = boardNames().map(loadBoard);
      await writeResult(options, renderTable(COLUMNS, boards), boards);
    });
}
