import type { Architecture } from '../architecture.js';
import { INSTRUCTION_SET, type InstructionOf, REGISTERS } from '../isa/instruction-set.js';
import type { Target } from './target.js';

/** Bytes that a LOAD of contiguous bytes takes in a run. */
const MAX_RUN = 2 ** INSTRUCTION_SET.LOAD.fields.channel.bits;

/** Banks behind those of feature maps: OCP of conv weights, one of depthwise weights, one of bias. */
export interface ParameterBanks {
  readonly conv: number;
  readonly depthwise: number;
  readonly bias: number;
}

/** Where in its bank the bias of a depthwise convolution lies: behind that of the convolution before it. */
export const DEPTHWISE_BIAS = 1024;

/** Ids of the banks of parameters: 16 to 31, 32 and 33 of a B4096. (facts/dpu.md section 1.2) */
export function parameterBanks({ featureGroups, pixelParallel, outputChannelParallel }: Architecture): ParameterBanks {
  const conv = featureGroups.value * pixelParallel.value;
  const depthwise = conv + outputChannelParallel.value;
  return { conv, depthwise, bias: depthwise + 1 };
}

/** A LOAD of the given fields; the others as where nothing is skipped, padded or averaged. */
export function loadOf(fields: Partial<InstructionOf<'LOAD'>>): InstructionOf<'LOAD'> {
  return {
    op: 'LOAD',
    dpdon: 0,
    dpdby: 0,
    bankAddress: 0,
    bankId: 0,
    hpId: 0,
    jumpRead: 1,
    padIndex: 0,
    padEnd: 0,
    padStart: 0,
    channel: 1,
    modeAverage: 0,
    length: 1,
    jumpWrite: 1,
    ddrAddress: 0,
    registerId: REGISTERS.weights,
    ...fields,
  };
}

/** A byte for each output channel, from `address` of the bias bank on. */
export function loadBias(
  { scoreboard, ddr, parameterHazards }: Target,
  banks: ParameterBanks,
  layer: string,
  channels: number,
  bankAddress: number,
): void {
  const ddrAddress = ddr.place(layer, 'bias', channels);
  for (let from = 0; from < channels; from += MAX_RUN) {
    const channel = Math.min(MAX_RUN, channels - from);
    const load = { bankId: banks.bias, bankAddress, channel, jumpRead: channel, ddrAddress: ddrAddress + from };
    scoreboard.push(loadOf(load), [], [parameterHazards.bias]);
  }
}
