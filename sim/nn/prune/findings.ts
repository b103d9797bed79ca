import { layerMacs, type Network } from '../network.js';
import { channelsOf, isPrunable } from './channel-groups.js';
import { type Costs, costsOf, LANES } from './operations.js';
import type { Pruned } from './prune.js';

/** What was pruned, and what it saves. */
export interface PruneFindings {
  readonly schema: 'qcycle.prune/1';
  readonly network: string;
  /** Name of the pruned network. */
  readonly pruned: string;
  /** Part of the operations that was to be removed, and that was. */
  readonly ratio: number;
  readonly reduction: number;
  readonly multiple: number;
  /** What losses are. */
  readonly sensitivity: string;
  readonly before: Costs;
  readonly after: Costs;
  readonly steps: readonly PruneStep[];
  readonly groups: readonly FoundGroup[];
  readonly layers: readonly FoundLayer[];
  /** Files that were written. */
  readonly files: readonly string[];
}

/** One of the steps from the network to the pruned one; its ratios are those of the original's operations. */
export interface PruneStep {
  readonly network: string;
  readonly ratio: number;
  readonly reduction: number;
  readonly ops: number;
}

export interface FoundGroup {
  readonly name: string;
  /** Layers that make or filter its channels. */
  readonly layers: readonly string[];
  readonly joined: boolean;
  readonly channels: number;
  readonly kept: number;
  /** Channels that stay, filled up to those that the DPU computes at once. */
  readonly lanes: number;
}

export interface FoundLayer {
  readonly name: string;
  readonly op: string;
  readonly channels: { readonly before: number; readonly after: number };
  readonly macs: { readonly before: number; readonly after: number };
}

/** A step with its pruned network, whose name says which it is. */
export interface TakenStep {
  readonly ratio: number;
  readonly pruned: Pruned;
}

/**
 * What became of a network.
 * @param steps at least one; the last gives the result
 */
export function pruneFindings(
  network: Network,
  steps: readonly TakenStep[],
  given: Pick<PruneFindings, 'multiple' | 'sensitivity' | 'files'>,
): PruneFindings {
  const { ratio, pruned } = steps[steps.length - 1];
  return {
    schema: 'qcycle.prune/1',
    network: network.name,
    pruned: pruned.network.name,
    ratio,
    reduction: pruned.reduction,
    ...given,
    before: costsOf(network),
    after: costsOf(pruned.network),
    steps: steps.map((step) => ({
      network: step.pruned.network.name,
      ratio: step.ratio,
      reduction: step.pruned.reduction,
      ops: costsOf(step.pruned.network).ops,
    })),
    groups: pruned.groups.map(({ name, producers, filters, joined, channels, kept }) => ({
      name,
      layers: [...producers, ...filters],
      joined,
      channels: channels.length,
      kept,
      lanes: LANES * Math.ceil(kept / LANES),
    })),
    layers: network.layers.flatMap((before, index): FoundLayer[] => {
      const after = pruned.network.layers[index];
      if (!isPrunable(before)) return [];
      return [
        {
          name: before.name,
          op: before.op,
          channels: { before: channelsOf(before.outputShape), after: channelsOf(after.outputShape) },
          macs: { before: layerMacs(before), after: layerMacs(after) },
        },
      ];
    }),
  };
}
