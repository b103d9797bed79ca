import type { PublishedColumn, PublishedTable } from '../report/index.js';
import type { OutputOptions } from './output.js';
import type { StoreOptions } from './vgg16-accuracies.js';

/** A published table: its columns, and how it is regenerated. */
export interface TableMaker {
  readonly columns: readonly PublishedColumn[];
  /** @param data folder with the original projects' parameters */
  readonly make: (
    data: string | undefined,
    options: OutputOptions & StoreOptions,
  ) => PublishedTable | Promise<PublishedTable>;
}
