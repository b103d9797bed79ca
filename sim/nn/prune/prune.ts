import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../network.js';
import { type ChannelGroup, type Channels, findChannels } from './channel-groups.js';
import { costsOf } from './operations.js';
import { keptCount, type Ranking, rankChannels } from './rank-channels.js';
import { removeChannels } from './remove-channels.js';
import { ratioUnder, type Sensitivities } from './sensitivity.js';

export interface PruneOptions {
  /** Part of the operations that is removed, above 0 and below 1. */
  readonly ratio: number;
  /** Numbers of channels that stay are multiples of it. */
  readonly multiple: number;
  readonly sensitivities: Sensitivities;
}

/** What was removed of a group. */
export interface PrunedGroup extends ChannelGroup {
  /** Channels that stay. */
  readonly kept: number;
}

/** A network with fewer channels. */
export interface Pruned {
  readonly network: Network;
  readonly groups: readonly PrunedGroup[];
  /** Part of the operations that was removed. */
  readonly reduction: number;
}

/** Halvings of the range of thresholds: what they leave is less than a channel of the widest layer. */
const BISECTIONS = 40;

/**
 * Removes channels with the smallest filters, of each group as many as cost no more than a threshold, which is bisected until the
 * part of the operations is removed; channels are whole, so that it is met to some tenths of a percent.
 * (vai_p_tensorflow: facts/dpu.md section 5.1)
 * @throws InputError where even the largest tested ratios remove less, or a sensitivity names no group of the network
 */
export function prune(network: Network, { ratio, multiple, sensitivities }: PruneOptions): Pruned {
  const pruner = new Pruner(network);
  const lossesOf = lossesByGroup(pruner.channels, sensitivities);
  const at = (threshold: number) => {
    const counts = pruner.channels.groups.map(({ name }, index) => {
      const losses = lossesOf.get(name);
      const removed = losses === undefined ? 0 : ratioUnder(threshold, sensitivities.ratios, losses);
      return removed === 0
        ? pruner.rankings[index].channels.length
        : keptCount(pruner.rankings[index], removed, multiple);
    });
    return { counts, reduction: pruner.reduction(counts) };
  };
  let [low, high] = [0, Math.max(0, ...sensitivities.groups.flatMap(({ losses }) => losses))];
  let [less, more] = [at(low), at(high)];
  if (more.reduction < ratio) {
    const most = Math.floor(more.reduction * 1000) / 10;
    const allowed = `allowed: up to ${most} %, with the largest tested ratios of all groups`;
    throw new InputError(`found ${100 * ratio} % of the operations of ${network.name}, ${allowed}`);
  }
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    const found = at(middle);
    if (found.reduction < ratio) [low, less] = [middle, found];
    else [high, more] = [middle, found];
  }
  const nearest = ratio - less.reduction < more.reduction - ratio ? less : more;
  return pruner.prune(nearest.counts);
}

/**
 * Removes channels with the smallest filters so that of each group as many stay as another network has, which was pruned from the same
 * one: after each step on the way there, weights may have been trained again.
 * @throws InputError where the other network has other groups, or more channels
 */
export function pruneLike(network: Network, other: Network): Pruned {
  const pruner = new Pruner(network);
  const wanted = findChannels(other).groups;
  const counts = pruner.channels.groups.map(({ name, channels }, index) => {
    const found = wanted[index];
    if (found?.name === name && found.channels.length <= channels.length) return found.channels.length;
    const problem = found?.name === name ? `${found.channels.length} channels` : 'no such group of channels';
    throw new InputError(`${other.name} has ${problem} of ${name}, allowed: a network pruned from ${network.name}`);
  });
  return pruner.prune(counts);
}

/** Prunes one network to numbers of channels that stay, one for each group. */
export class Pruner {
  readonly channels: Channels;
  readonly rankings: readonly Ranking[];
  private readonly macs: number;
  private readonly bare: Network;

  /** @throws InputError for a network of codes */
  constructor(private readonly network: Network) {
    this.channels = findChannels(network);
    this.rankings = this.channels.groups.map((group) => rankChannels(network, this.channels, group));
    this.macs = costsOf(network).macs;
    this.bare = withoutParameters(network);
  }

  /** Part of the operations that goes. */
  reduction(counts: readonly number[]): number {
    return 1 - costsOf(removeChannels(this.bare, this.channels, this.removed(counts))).macs / this.macs;
  }

  /** The network of the channels with the largest filters. */
  prune(counts: readonly number[]): Pruned {
    return {
      network: removeChannels(this.network, this.channels, this.removed(counts)),
      groups: this.channels.groups.map((group, index) => ({ ...group, kept: counts[index] })),
      reduction: this.reduction(counts),
    };
  }

  /** The channels with the smallest filters, which go. */
  removed(counts: readonly number[]): ReadonlySet<number> {
    return new Set(this.rankings.flatMap(({ channels }, index) => channels.slice(counts[index])));
  }
}

/** Weights do not matter for costs, and take long to copy. */
function withoutParameters(network: Network): Network {
  const layers = network.layers.map((layer) => {
    if (!('parameters' in layer)) return layer;
    const { parameters: _, ...rest } = layer;
    return rest as Network['layers'][number];
  });
  return { ...network, layers };
}

function lossesByGroup({ groups }: Channels, sensitivities: Sensitivities): ReadonlyMap<string, readonly number[]> {
  const names = groups.map(({ name }) => name);
  const unknown = sensitivities.groups.find(({ group }) => !names.includes(group));
  if (unknown !== undefined)
    throw new InputError(`no group of channels ${unknown.group}, allowed: ${names.join(', ')}`);
  return new Map(sensitivities.groups.map(({ group, losses }) => [group, losses]));
}
