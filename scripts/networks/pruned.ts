import { parseNetwork } from '../../sim/nn/network-file.js';
import { findChannels } from '../../sim/nn/prune/channel-groups.js';
import { prune } from '../../sim/nn/prune/prune.js';
import { prunedFile } from '../../sim/nn/prune/pruned-file.js';
import { profileOf } from '../../sim/nn/prune/sensitivity.js';
import { toYaml } from './to-yaml.js';
import { ZOO } from './zoo.js';

/** Part of the operations that the DPU pruning tutorial removes, and the multiple that its pruner keeps to. */
const RATIO = 0.5;
const MULTIPLE = 2;

/** The tutorial's MobileNetV2 with half of its operations: which channels it lost there is not known. */
export const PRUNED = { name: 'mobilenet-v2-pruned', text: prunedMobilenet };

function prunedMobilenet(): string {
  const text = toYaml(ZOO.find(({ name }) => name === 'mobilenet-v2')!);
  const { network } = parseNetwork(text, 'mobilenet-v2.yaml');
  const sensitivities = profileOf('synthetic', network, findChannels(network));
  const pruned = prune(network, { ratio: RATIO, multiple: MULTIPLE, sensitivities });
  return prunedFile(text, network, { ...pruned, network: { ...pruned.network, name: PRUNED.name } });
}
