import type { Architecture } from '../architecture.js';
import { INSTRUCTION_SET, type InstructionOf, REGISTERS } from '../isa/instruction-set.js';
import { entriesOf } from './geometry.js';
import type { DpuLayer } from './operations.js';
import { Hazard } from './scoreboard.js';
import type { Target } from './target.js';

/** Bytes that a LOAD of contiguous bytes takes in a run. */
const MAX_RUN = 2 ** INSTRUCTION_SET.LOAD.fields.channel.bits;

/** Banks behind those of feature maps: OCP of conv weights, one of depthwise weights, one of bias. */
export interface ParameterBanks {
  readonly conv: number;
  readonly depthwise: number;
  readonly bias: number;
}

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

/**
 * Weights of a dense convolution in their banks: output channel b of each group in bank b. As many groups as fit are there at a
 * time; where all fit, each is loaded once.
 */
export class ConvWeights {
  readonly groups: number;
  /** Entries of a group in each bank. */
  readonly groupEntries: number;
  /** Groups that the banks hold. */
  readonly slots: number;
  private readonly held: (number | undefined)[];
  private readonly ddrAddress: number;
  private readonly channelBytes: number;
  private readonly pixels: number;

  /** @param augmented whether a row of the window is a pixel */
  constructor(
    private readonly target: Target,
    private readonly layer: DpuLayer,
    augmented: boolean,
  ) {
    const { architecture, ddr } = target;
    const { input, middle, sources, conv } = layer;
    const [height, width] = conv!.window.kernel;
    const channels = augmented ? width * input.channels : input.channels;
    this.pixels = augmented ? height : height * width;
    this.channelBytes = channels;
    this.groupEntries = this.pixels * entriesOf(channels, architecture.inputChannelParallel.value);
    this.groups = entriesOf(middle.channels, architecture.outputChannelParallel.value);
    this.slots = Math.min(this.groups, Math.floor(architecture.bankEntries.value / this.groupEntries));
    this.held = Array.from({ length: this.slots }, () => undefined);
    this.ddrAddress = ddr.place(sources[0], 'conv', middle.channels * this.pixels * channels);
  }

  /** Whether all groups are there at a time. */
  get fit(): boolean {
    return this.slots === this.groups;
  }

  addressOf(group: number): number {
    return (group % this.slots) * this.groupEntries;
  }

  hazardOf(group: number): Hazard {
    const { conv } = this.target.parameterHazards;
    conv[group % this.slots] ??= new Hazard();
    return conv[group % this.slots];
  }

  /** Loads a group, a LOAD for each of its channels, unless it is there. */
  require(group: number): void {
    const slot = group % this.slots;
    if (this.held[slot] === group) return;
    this.held[slot] = group;
    const { architecture, scoreboard } = this.target;
    const { outputChannelParallel, inputChannelParallel } = architecture;
    const parallel = outputChannelParallel.value;
    const first = group * parallel;
    const bytes = this.pixels * this.channelBytes;
    for (let lane = 0; lane < Math.min(parallel, this.layer.middle.channels - first); lane++) {
      const load = loadOf({
        bankId: parameterBanks(architecture).conv + lane,
        bankAddress: this.addressOf(group),
        channel: this.channelBytes,
        jumpRead: this.channelBytes,
        length: this.pixels,
        jumpWrite: entriesOf(this.channelBytes, inputChannelParallel.value),
        ddrAddress: this.ddrAddress + (first + lane) * bytes,
      });
      scoreboard.push(load, [], [this.hazardOf(group)]);
    }
  }
}

/** A part of the groups of channels of a depthwise convolution, whose weights are in the bank at a time. */
export interface DepthwisePart {
  readonly firstGroup: number;
  readonly groups: number;
}

/** Weights of a depthwise convolution in their bank: window after window of the groups of channels, as many as fit. */
export class DepthwiseWeights {
  readonly parts: readonly DepthwisePart[];
  private held: DepthwisePart | undefined;
  private readonly ddrAddress: number;
  private readonly groupBytes: number;
  private readonly entries: number;

  constructor(
    private readonly target: Target,
    layer: string,
    kernel: readonly [number, number],
    channels: number,
  ) {
    const { architecture, ddr } = target;
    const perEntry = architecture.inputChannelParallel.value;
    const groups = entriesOf(channels, perEntry);
    this.entries = kernel[0] * kernel[1];
    this.groupBytes = this.entries * perEntry;
    const most = Math.floor(architecture.bankEntries.value / this.entries);
    const count = Math.ceil(groups / most);
    this.parts = Array.from({ length: count }, (_, part) => {
      const firstGroup = part * most;
      return { firstGroup, groups: Math.min(most, groups - firstGroup) };
    });
    this.ddrAddress = ddr.place(layer, 'depthwise', groups * this.groupBytes);
  }

  /** Loads a part, unless it is there. */
  require(part: DepthwisePart): void {
    if (this.held === part) return;
    this.held = part;
    const { architecture, scoreboard, parameterHazards } = this.target;
    const load = loadOf({
      bankId: parameterBanks(architecture).depthwise,
      channel: this.groupBytes,
      jumpRead: this.groupBytes,
      length: part.groups,
      jumpWrite: this.entries,
      ddrAddress: this.ddrAddress + part.firstGroup * this.groupBytes,
    });
    scoreboard.push(load, [], [parameterHazards.depthwise]);
  }
}
