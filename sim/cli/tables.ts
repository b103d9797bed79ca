import { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { type PublishedColumn, type PublishedTable, renderPublished } from '../report/index.js';
import { CNV_COLUMNS, cnvTable } from './cnv-table.js';
import { DPU_MOBILENET_V2_COLUMNS, dpuMobilenetV2Table } from './dpu-mobilenet-v2-table.js';
import { DPU_ZOO_COLUMNS, dpuZooTable } from './dpu-zoo-table.js';
import { GAP8_COLUMNS, gap8Table } from './gap8-table.js';
import { LFC_COLUMNS, lfcTable } from './lfc-table.js';
import { DOREFANET_COLUMNS, TINIER_YOLO_COLUMNS } from './offload-columns.js';
import { dorefanetTable, tinierYoloTable } from './offload-table.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';
import { requireBounds } from './require-bounds.js';
import { RESOURCES_COLUMNS, resourcesTable } from './resources-table.js';
import type { StoreOptions } from './vgg16-accuracies.js';
import { VGG16_COLUMNS, vgg16Table } from './vgg16-table.js';

interface TablesOptions extends OutputOptions, StoreOptions {
  readonly data?: string;
}

/** A published table: how it is regenerated, and its columns. */
interface TableMaker {
  readonly columns: readonly PublishedColumn[];
  readonly make: (data: string | undefined, options: OutputOptions & StoreOptions) => Promise<PublishedTable>;
  /** Whether it takes minutes, so that it is made only where it is named. */
  readonly isSlow?: boolean;
}

/** How each published table is regenerated, by name. */
export const TABLES: Readonly<Record<string, TableMaker>> = {
  lfc: { columns: LFC_COLUMNS, make: lfcTable },
  cnv: { columns: CNV_COLUMNS, make: cnvTable },
  dorefanet: { columns: DOREFANET_COLUMNS, make: async () => dorefanetTable() },
  'tinier-yolo': { columns: TINIER_YOLO_COLUMNS, make: async () => tinierYoloTable() },
  resources: { columns: RESOURCES_COLUMNS, make: async () => resourcesTable() },
  'gap8-mobilenet-v1': { columns: GAP8_COLUMNS, make: async () => gap8Table() },
  'dpu-mobilenet-v2': { columns: DPU_MOBILENET_V2_COLUMNS, make: async () => dpuMobilenetV2Table() },
  'dpu-zoo': { columns: DPU_ZOO_COLUMNS, make: async (data) => dpuZooTable(data) },
  vgg16: { columns: VGG16_COLUMNS, make: vgg16Table, isSlow: true },
};

/** `tables`: regenerates published tables, model beside measurement. */
export function tablesCommand(): Command {
  return withOutputOptions(new Command('tables'))
    .description('regenerate published tables: model beside measurement, with the signed error')
    .argument('[name...]', `tables: ${Object.keys(TABLES).join(', ')} (default: all but vgg16, which takes minutes)`)
    .option(
      '--data <dir>',
      "folder with the original projects' parameters (default: QCYCLE_DATA), for published accuracies, and with the rows of dpu-zoo",
    )
    .option('--store <dir>', 'where results of the slow table are kept (default: ~/.cache/qcycle)')
    .addHelpText('after', '\nExamples:\n  $ qcycle tables lfc --json -\n  $ qcycle tables dorefanet tinier-yolo')
    .action(async (names: string[], options: TablesOptions) => {
      const chosen = names.length === 0 ? Object.keys(TABLES).filter((name) => TABLES[name].isSlow !== true) : names;
      for (const name of chosen) {
        if (!Object.hasOwn(TABLES, name)) {
          throw new InputError(`unknown table ${name}, ${allowedNames(name, Object.keys(TABLES))}`);
        }
      }
      const tables: PublishedTable[] = [];
      for (const name of chosen) tables.push(await TABLES[name].make(options.data ?? process.env.QCYCLE_DATA, options));
      const text = tables.map((table) => renderPublished(table, TABLES[table.table].columns)).join('\n\n');
      await writeResult(options, text, tables.length === 1 ? tables[0] : tables);
      for (const table of tables) requireBounds(table);
    });
}
