import { writeFileWhole } from '../core/input/write-file.js';
import { vcd } from '../core/trace/vcd.js';
import type { CrossCheck } from '../drivers/device.js';
import type { FabricJob } from '../drivers/job.js';
import { ComparisonError } from './comparison-error.js';
import { type OutputOptions, say } from './output.js';

/**
 * Tells how a device compares with the model, handshake by handshake. With --vcd, or where they differ, both are written as VCDs.
 * @throws ComparisonError where they differ
 */
export async function reportCrossCheck(
  { model, device, difference }: CrossCheck,
  { network, board }: FabricJob,
  options: OutputOptions & { readonly vcd?: string },
): Promise<void> {
  const { vcd: file = difference === undefined ? undefined : `${network.name}.vcd` } = options;
  if (file !== undefined) {
    const clockMHz = board.clock.frequencyHz / 1e6;
    await writeFileWhole(file, vcd(model, clockMHz));
    await writeFileWhole(file.replace(/(\.vcd)?$/, '.rtl.vcd'), vcd(device, clockMHz));
  }
  if (difference === undefined) return;
  say(options, difference.details);
  throw new ComparisonError(`${difference.sentence}; handshakes of both are in ${file} and its .rtl.vcd`);
}
