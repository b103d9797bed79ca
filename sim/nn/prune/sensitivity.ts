import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../network.js';
import type { ChannelGroup, Channels } from './channel-groups.js';
import { filterNorms } from './rank-channels.js';

/** What the network loses, from 0 on, when a ratio of a group's channels is removed, and of no other's. */
export interface Sensitivity {
  /** Name of the group. */
  readonly group: string;
  /** For each of the tested ratios; the first is 0, without a loss. */
  readonly losses: readonly number[];
}

/** How sensitive the groups of a network are. Those that are missing lose no channel. */
export interface Sensitivities {
  /** What the losses are, for people. */
  readonly measure: string;
  /** Ascending from 0, below 1. */
  readonly ratios: readonly number[];
  readonly groups: readonly Sensitivity[];
}

/** Ratios that are tested. (vai_p_tensorflow: facts/dpu.md section 5.1) */
export const TESTED_RATIOS: readonly number[] = Array.from({ length: 10 }, (_, index) => index / 10);

/**
 * Losses that nobody measured.
 * - `uniform`: the ratio itself, so that all groups lose the same ratio of their channels.
 * - `expansion`: the same, but channels that a sum joins stay.
 * - `synthetic`: ratio^2 / (1 - ratio) x layers / sqrt(channels), of the layers that make or filter the group's channels: sums make
 *   channels dear, width makes them cheap, and the last ones are the dearest, as measured on vgg16 (docs/pruning.md).
 * - `norms`: the share of the magnitudes of all weights that make the group's channels, of those that are removed.
 */
export const PROFILES = ['uniform', 'expansion', 'synthetic', 'norms'] as const;
export type SensitivityProfile = (typeof PROFILES)[number];

const MEASURES: Readonly<Record<SensitivityProfile, string>> = {
  uniform: 'uniform: every group alike',
  expansion: 'expansion: groups that no sum joins, alike',
  synthetic: 'synthetic: dear where sums join layers, cheap where there are many channels',
  norms: "norms: the share of the filters' magnitudes",
};

/**
 * The losses of a profile.
 * @throws InputError for `norms` without weights
 */
export function profileOf(profile: SensitivityProfile, network: Network, channels: Channels): Sensitivities {
  const { groups } = channels;
  const chosen = profile === 'expansion' ? groups.filter(({ joined }) => !joined) : groups;
  return {
    measure: MEASURES[profile],
    ratios: TESTED_RATIOS,
    groups: chosen.map((group) => ({ group: group.name, losses: lossesOf(profile, network, channels, group) })),
  };
}

function lossesOf(
  profile: SensitivityProfile,
  network: Network,
  channels: Channels,
  group: ChannelGroup,
): readonly number[] {
  if (profile === 'norms') return normLosses(network, channels, group);
  if (profile !== 'synthetic') return TESTED_RATIOS;
  const layers = group.producers.length + group.filters.length;
  return TESTED_RATIOS.map((ratio) => (ratio ** 2 / (1 - ratio)) * (layers / Math.sqrt(group.channels.length)));
}

function normLosses(network: Network, { tensors }: Channels, group: ChannelGroup): readonly number[] {
  const found = filterNorms(network, tensors, group);
  if (found === undefined) throw new InputError(`${network.name} has no weights: norms need some`);
  const norms = Float64Array.from(found.values()).sort();
  const all = norms.reduce((sum, norm) => sum + norm, 0);
  return TESTED_RATIOS.map((ratio) => {
    const removed = norms.subarray(0, Math.round(ratio * norms.length)).reduce((sum, norm) => sum + norm, 0);
    return all === 0 ? 0 : removed / all;
  });
}

/**
 * The largest ratio of channels whose loss is at most `threshold`; between tested ratios losses are taken to be on a line.
 * @param losses one for each of the ratios
 */
export function ratioUnder(threshold: number, ratios: readonly number[], losses: readonly number[]): number {
  for (let index = losses.length - 1; index > 0; index--) {
    if (losses[index] <= threshold) return ratios[index];
    if (losses[index - 1] > threshold) continue;
    const part = (threshold - losses[index - 1]) / (losses[index] - losses[index - 1]);
    return ratios[index - 1] + part * (ratios[index] - ratios[index - 1]);
  }
  return 0;
}
