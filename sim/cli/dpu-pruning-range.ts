import { findChannels, type Network, profileOf, prune, type SensitivityProfile } from '../nn/index.js';

/** Which channels may have been removed where only the number of operations is known: how dear each group is, and the multiple. */
const PROFILES: readonly SensitivityProfile[] = ['uniform', 'expansion', 'synthetic'];
const MULTIPLES: readonly number[] = [2, 16];

/** One way to prune a network. */
export interface PossiblePruning {
  readonly profile: SensitivityProfile;
  readonly multiple: number;
  readonly network: Network;
}

/** The ways in which a part of the operations of a network without weights may have been removed. */
export function possiblePrunings(network: Network, ratio: number): PossiblePruning[] {
  const channels = findChannels(network);
  return PROFILES.flatMap((profile) => {
    const sensitivities = profileOf(profile, network, channels);
    return MULTIPLES.map((multiple) => {
      const { network: pruned } = prune(network, { ratio, multiple, sensitivities });
      return { profile, multiple, network: pruned };
    });
  });
}
