import { editYaml, type YamlReplacement } from '../../core/input/edit-yaml.js';
import type { Layer, Network } from '../network.js';
import type { Pruned } from './prune.js';

/**
 * The text of a network file with the name and channels of a pruned network, and everything else as it was, but for comments at the
 * top.
 * @param text of the network file that was pruned
 * @param parameters name of the file with the weights, where there are some
 */
export function prunedFile(
  text: string,
  before: Network,
  { network, reduction }: Pick<Pruned, 'network' | 'reduction'>,
  parameters?: string,
): string {
  const fewer = `${(100 * reduction).toFixed(1)} % fewer operations`;
  const edited = editYaml(
    text.replace(/^(\s*#.*\n)*/, ''),
    [
      { path: ['name'], value: network.name },
      { path: ['description'], value: `${before.name} with ${fewer}` },
      ...(parameters === undefined ? [] : [{ path: ['parameters'], value: parameters }]),
      ...network.layers.flatMap((layer, index) => changesOf(before.layers[index], layer, index)),
    ],
    'layers',
  );
  const isJson = edited.trimStart().startsWith('{');
  return isJson ? edited : `# Written by qcycle prune, from ${before.name}: ${fewer}.\n${edited}`;
}

function changesOf(before: Layer, layer: Layer, index: number): YamlReplacement[] {
  const at = (key: string, value: YamlReplacement['value']) => [{ path: ['layers', index, key], value }];
  switch (layer.op) {
    case 'integerConvolution':
    case 'floatConvolution':
      return [
        ...(layer.mh === (before as typeof layer).mh ? [] : at('outputChannels', layer.mh)),
        ...(layer.groups === (before as typeof layer).groups ? [] : at('groups', layer.groups)),
      ];
    case 'integerFullyConnected':
    case 'floatFullyConnected':
      return layer.mh === (before as typeof layer).mh ? [] : at('outputFeatures', layer.mh);
    case 'reshape':
    case 'floatReshape':
      return layer.outputShape.join() === before.outputShape.join() ? [] : at('shape', layer.outputShape);
    default:
      return [];
  }
}
