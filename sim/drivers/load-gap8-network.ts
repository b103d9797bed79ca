import { readText } from '../core/input/file.js';
import { GAP8_LAYERS_SCHEMA, type Gap8Network, gap8LayersOf, gap8NetworkNames, loadGap8Layers } from '../gap8/index.js';
import { loadAnyNetwork } from './load-network.js';

/**
 * A network as GAP8 runs it: one whose geometry is shipped, a file with a geometry, or any network of its kinds of layers.
 * @throws InputError for an unknown name, a file that cannot be used, or a layer that GAP8 cannot run
 */
export function loadGap8Network(nameOrFile: string): Gap8Network {
  const isGeometry = gap8NetworkNames().includes(nameOrFile) || isGeometryFile(nameOrFile);
  return isGeometry ? loadGap8Layers(nameOrFile) : gap8LayersOf(loadAnyNetwork(nameOrFile));
}

function isGeometryFile(nameOrFile: string): boolean {
  return /\.ya?ml$/.test(nameOrFile) && new RegExp(`^schema: *${GAP8_LAYERS_SCHEMA}`, 'm').test(readText(nameOrFile));
}
