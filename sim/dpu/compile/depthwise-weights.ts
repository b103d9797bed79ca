import { entriesOf } from './geometry.js';
import { loadOf, parameterBanks } from './parameters.js';
import type { Target } from './target.js';

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
