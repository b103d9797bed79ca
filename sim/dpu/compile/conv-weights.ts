import { entriesOf } from './geometry.js';
import type { DpuLayer } from './operations.js';
import { loadOf, parameterBanks } from './parameters.js';
import { Hazard } from './scoreboard.js';
import type { Target } from './target.js';

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
