import { classify } from '../nn/classify.js';
import { createExecutor } from '../nn/execute.js';
import { hasParameters, type Network } from '../nn/network.js';
import { analyse } from '../nn/prune/analyse.js';
import type { Sensitivities } from '../nn/prune/sensitivity.js';
import type { Pictures } from './job.js';
import { noWeights } from './load-network.js';
import { countPictures } from './load-pictures.js';

export interface AnalyseNetworkOptions {
  readonly pictures: Pictures;
  readonly multiple: number;
  readonly progress?: (done: number, all: number) => void;
}

/**
 * How sensitive the groups of channels of a network are, by the pictures that keep their class: the labelled one, or where there are
 * no labels that of the whole network.
 * @throws InputError for a network without weights or classes
 */
export async function analyseNetwork(network: Network, options: AnalyseNetworkOptions): Promise<Sensitivities> {
  if (!hasParameters(network)) throw noWeights(network, 'an analysis on pictures needs some');
  const { pictures, ...rest } = options;
  const count = countPictures(network, pictures);
  const classesOf = async (pruned: Network): Promise<Int32Array> => {
    const executor = createExecutor(pruned, { backend: 'wasm' });
    return classify(pruned, await executor.run(pictures.pixels, count));
  };
  const expected = pictures.labels ?? (await classesOf(network));
  const evaluate = async (pruned: Network) =>
    (await classesOf(pruned)).filter((found, index) => found === expected[index]).length / count;
  const measure = `${pictures.labels === undefined ? 'agreement with the whole network' : 'accuracy'} on ${count} images`;
  return analyse(network, { evaluate, measure, ...rest });
}
