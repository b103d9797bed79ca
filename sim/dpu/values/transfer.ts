import type { InstructionOf } from '../isa/instruction-set.js';
import type { CoreMemory } from './core-memory.js';

/**
 * LOAD: runs of bytes from DDR to entries of a bank; what a run does not fill of its last entry becomes zero. Runs that begin
 * `padStart` bytes before the address, or end as far as `padEnd` bytes behind the last, have zeros there.
 */
export function executeLoad({ ddr, banks, perEntry }: CoreMemory, load: InstructionOf<'LOAD'>): void {
  const { channel, jumpRead, length, jumpWrite, ddrAddress, registerId, padStart, padEnd } = load;
  const [source, bank] = [ddr[registerId], banks[load.bankId]];
  const end = (length - 1) * jumpRead + channel - padEnd;
  for (let run = 0; run < length; run++) {
    const to = (load.bankAddress + run * jumpWrite) * perEntry;
    bank.fill(0, to, to + perEntry * Math.ceil(channel / perEntry));
    for (let byte = 0; byte < channel; byte++) {
      const place = run * jumpRead + byte;
      if (place >= padStart && place < end) bank[to + byte] = source[ddrAddress + place - padStart];
    }
  }
}

/** SAVE: entries of a bank to runs of bytes in DDR. */
export function executeSave({ ddr, banks, perEntry }: CoreMemory, save: InstructionOf<'SAVE'>): void {
  const { channel, jumpRead, length, jumpWrite, ddrAddress, registerId } = save;
  for (let run = 0; run < length; run++) {
    const from = (save.bankAddress + run * jumpRead) * perEntry;
    ddr[registerId].set(banks[save.bankId].subarray(from, from + channel), ddrAddress + run * jumpWrite);
  }
}
