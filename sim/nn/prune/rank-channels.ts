import type { Network } from '../network.js';
import type { ChannelGroup, ChannelId, Channels } from './channel-groups.js';
import { isPrunable } from './channel-groups.js';

/** Channels that every layer keeps at least. (vai_p_tensorflow: facts/dpu.md section 5.1) */
const LEAST_CHANNELS = 2;
/** What a product of a number of channels and a ratio may lack to a whole number. */
const ROUNDING = 1e-9;
/** Multiples of it, without their whole parts, lie evenly between 0 and 1, however many there are. */
const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/** The channels of a group in the order in which they are worth keeping. */
export interface Ranking {
  readonly channels: readonly ChannelId[];
  /** How many of the first must stay, so that every layer keeps some. */
  readonly least: number;
}

/**
 * Ranks channels by the sum of the magnitudes of the weights that make them, over all layers that do. Without weights, the first
 * so many of a ranking lie evenly in the group.
 */
export function rankChannels(network: Network, { tensors }: Channels, group: ChannelGroup): Ranking {
  const norms = filterNorms(network, tensors, group);
  const worth = new Map(
    group.channels.map((channel, index) => [channel, norms?.get(channel) ?? -((index * GOLDEN_RATIO) % 1)]),
  );
  const byWorth = (channels: readonly ChannelId[]) =>
    [...channels].sort((a, b) => worth.get(b)! - worth.get(a)! || a - b);
  const needed = new Set(
    group.producers.flatMap((name) => byWorth([...new Set(tensors.get(name)!)]).slice(0, LEAST_CHANNELS)),
  );
  const rest = group.channels.filter((channel) => !needed.has(channel));
  return { channels: [...byWorth([...needed]), ...byWorth(rest)], least: needed.size };
}

/**
 * Sum of the magnitudes of the weights that make each channel of a group.
 * @returns undefined where a layer has no weights
 */
export function filterNorms(
  { layers }: Network,
  tensors: Channels['tensors'],
  { producers, channels }: ChannelGroup,
): ReadonlyMap<ChannelId, number> | undefined {
  const norms = new Map(channels.map((channel) => [channel, 0]));
  for (const layer of layers) {
    if (!isPrunable(layer) || !producers.includes(layer.name)) continue;
    if (layer.parameters === undefined) return undefined;
    const { weights } = layer.parameters;
    tensors.get(layer.name)!.forEach((channel, row) => {
      let norm = norms.get(channel)!;
      for (let index = row * layer.mw; index < (row + 1) * layer.mw; index++) norm += Math.abs(weights[index]);
      norms.set(channel, norm);
    });
  }
  return norms;
}

/**
 * Channels that stay when a ratio of them is to be removed: as many as stay, rounded up to a multiple, but not fewer than must.
 * (vai_p_tensorflow: facts/dpu.md section 5.1)
 */
export function keptCount({ channels, least }: Ranking, ratio: number, multiple: number): number {
  const wanted = Math.floor(channels.length * (1 - ratio) + ROUNDING);
  const rounded = Math.ceil(wanted / multiple) * multiple;
  return Math.min(Math.max(rounded, least), channels.length);
}
