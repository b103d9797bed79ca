import { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { type PublishedTable, renderPublished } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';
import { requireBounds } from './require-bounds.js';
import type { TableMaker } from './table-maker.js';
import type { StoreOptions } from './vgg16-accuracies.js';

interface TablesOptions extends OutputOptions, StoreOptions {
  readonly data?: string;
}

interface TableEntry {
  /** A table's module is loaded where it is asked for, so that it does not wait for the machines of the others. */
  readonly load: () => Promise<TableMaker>;
  /** Whether it takes minutes, so that it is made only where it is named. */
  readonly isSlow?: boolean;
}

/** The published tables, by name. */
export const TABLES: Readonly<Record<string, TableEntry>> = {
  lfc: { load: async () => (await import('./lfc-table.js')).LFC_TABLE },
  cnv: { load: async () => (await import('./cnv-table.js')).CNV_TABLE },
  dorefanet: { load: async () => (await import('./offload-table.js')).DOREFANET_TABLE },
  'tinier-yolo': { load: async () => (await import('./offload-table.js')).TINIER_YOLO_TABLE },
  resources: { load: async () => (await import('./resources-table.js')).RESOURCES_TABLE },
  'gap8-mobilenet-v1': { load: async () => (await import('./gap8-table.js')).GAP8_TABLE },
  'dpu-mobilenet-v2': { load: async () => (await import('./dpu-mobilenet-v2-table.js')).DPU_MOBILENET_V2_TABLE },
  'dpu-zoo': { load: async () => (await import('./dpu-zoo-table.js')).DPU_ZOO_TABLE },
  vgg16: { load: async () => (await import('./vgg16-table.js')).VGG16_TABLE, isSlow: true },
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
      const texts: string[] = [];
      for (const name of chosen) {
        const { columns, make } = await TABLES[name].load();
        const table = await make(options.data ?? process.env.QCYCLE_DATA, options);
        tables.push(table);
        texts.push(renderPublished(table, columns));
      }
      await writeResult(options, texts.join('\n\n'), tables.length === 1 ? tables[0] : tables);
      for (const table of tables) requireBounds(table);
    });
}
