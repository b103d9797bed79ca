import { editYaml, type YamlReplacement } from '../../core/input/edit-yaml.js';
import type { Layer, Network } from '../network.js';

/** What a network file says of a pruned network beside its channels. */
export interface PrunedFile {
  readonly name: string;
  readonly description: string;
  /** Name of the file with its weights, where it has some. */
  readonly parameters?: string;
  /** Comment at the top. */
  readonly comment: string;
}

/**
 * The text of a network file with the channels of a pruned network, and everything else as it was, but for comments at the top.
 * @param text of the network file that was pruned
 */
export function prunedFile(text: string, before: Network, pruned: Network, file: PrunedFile): string {
  const { name, description, parameters, comment } = file;
  const edited = editYaml(
    text.replace(/^(\s*#.*\n)*/, ''),
    [
      { path: ['name'], value: name },
      { path: ['description'], value: description },
      ...(parameters === undefined ? [] : [{ path: ['parameters'], value: parameters }]),
      ...pruned.layers.flatMap((layer, index) => changesOf(before.layers[index], layer, index)),
    ],
    'layers',
  );
  return edited.trimStart().startsWith('{') ? edited : `# ${comment}\n${edited}`;
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
