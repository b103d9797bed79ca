import type { Network } from '../network.js';
import { Pruner } from './prune.js';
import { keptCount } from './rank-channels.js';
import { type Sensitivities, TESTED_RATIOS } from './sensitivity.js';

export interface AnalyseOptions {
  /** What the network is worth, 0 or more: its accuracy, say. */
  readonly evaluate: (network: Network) => Promise<number>;
  /** What that is, for people. */
  readonly measure: string;
  readonly multiple: number;
  /** Called behind each evaluation. */
  readonly progress?: (done: number, all: number) => void;
}

/**
 * How sensitive each group of channels is: the part of the network's worth that is lost when each of the tested ratios of its
 * channels is removed, and of no other's. (vai_p_tensorflow: facts/dpu.md section 5.1)
 * @throws InputError for a network of codes
 */
export async function analyse(network: Network, options: AnalyseOptions): Promise<Sensitivities> {
  const { evaluate, measure, multiple, progress } = options;
  const pruner = new Pruner(network);
  const whole = pruner.rankings.map(({ channels }) => channels.length);
  const worth = await evaluate(network);
  const all = pruner.rankings.length * (TESTED_RATIOS.length - 1);
  let done = 0;
  const lossOf = async (group: number, ratio: number): Promise<number> => {
    const kept = keptCount(pruner.rankings[group], ratio, multiple);
    const counts = whole.map((count, index) => (index === group ? kept : count));
    const left = await evaluate(pruner.prune(counts).network);
    progress?.(++done, all);
    return worth === 0 ? 0 : Math.max(0, (worth - left) / worth);
  };
  const groups = [];
  for (const [index, { name }] of pruner.channels.groups.entries()) {
    const losses = [0];
    for (const ratio of TESTED_RATIOS.slice(1)) losses.push(await lossOf(index, ratio));
    groups.push({ group: name, losses });
  }
  return { measure, ratios: TESTED_RATIOS, groups };
}
