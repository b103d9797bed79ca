import { ACTIVATIONS } from '../isa/instruction-set.js';
import { entriesOf } from './geometry.js';
import type { MiscPlace } from './misc-place.js';
import type { AddStage, DpuLayer } from './operations.js';
import type { Held, Target } from './target.js';

/** ELEW: a row of the sum of two tensors. */
export function emitAdd({ scoreboard, architecture }: Target, layer: DpuLayer, place: MiscPlace, row: number): void {
  const stage = layer.misc as AddStage;
  const { input, output, columns } = place;
  const other = place.other!;
  const [shiftRead0, shiftRead1] = stage.shiftRead;
  scoreboard.state({
    op: 'ELEWINIT',
    dpdon: 0,
    dpdby: 0,
    jumpRead0: input.region.pitch,
    jumpRead1: other.region.pitch,
    activation: ACTIVATIONS[stage.activation],
    jumpWrite: output.region.pitch,
    shiftRead0,
    shiftRead1,
    shiftWrite: stage.shiftWrite,
  });
  const addressIn = ({ region, column, group }: Held) => region.addressOf(row, columns.from - column, group);
  scoreboard.push(
    {
      op: 'ELEW',
      dpdon: 0,
      dpdby: 0,
      inAddress0: addressIn(input),
      bankIn0: input.region.bankOf(row),
      outAddress: addressIn(output),
      bankOut: output.region.bankOf(row),
      channelGroups: entriesOf(layer.output.channels, architecture.inputChannelParallel.value),
      inAddress1: addressIn(other),
      bankIn1: other.region.bankOf(row),
      length: columns.to - columns.from,
    },
    [...input.region.rows(row, 1), ...other.region.rows(row, 1)],
    output.region.rows(row, 1),
  );
}
