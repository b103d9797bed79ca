import type { Covered, Range } from './geometry.js';
import type { Held } from './target.js';

/** Where an engine reads windows and writes what they give, and which columns. */
export interface WindowPlace {
  readonly input: Held;
  readonly inputColumns: Covered;
  readonly output: Held;
  readonly columns: Range;
}

/** Groups of channels of an instruction: the first that is read, the first that is written, and how many are read. */
interface ChannelGroups {
  readonly read: number;
  readonly written: number;
  readonly count: number;
}

/** Fields of CONV, DPTWISE and POOL that say where windows on needed rows lie, and the rows that they give. */
export function windowFields(
  { input, inputColumns, output, columns }: WindowPlace,
  rows: Range,
  needed: Covered,
  { read, written, count }: ChannelGroups,
) {
  const column = inputColumns.from - input.column;
  const addresses = input.region.addressesOf(needed.from, needed.to - needed.from, column, input.group + read);
  return {
    dpdon: 0,
    dpdby: 0,
    inAddress0: addresses[0],
    inAddress1: addresses[1] ?? 0,
    inAddress2: addresses[2] ?? 0,
    inAddress3: addresses[3] ?? 0,
    padLeft: inputColumns.before,
    padTop: needed.before,
    padRight: inputColumns.behind,
    padBottom: needed.behind,
    bankIn: input.region.bankOf(needed.from),
    outAddress: output.region.addressOf(rows.from, columns.from - output.column, output.group + written),
    bankOut: output.region.bankOf(rows.from),
    channelGroups: count,
    length: columns.to - columns.from,
  };
}
