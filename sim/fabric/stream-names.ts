import type { Network } from '../nn/network.js';
import { fabricGraph } from './fabric-graph.js';
import { hasMatrix } from './has-matrix.js';

/** Streams between the memory port and the layers. */
export const FROM_MEMORY = 'memIn';
export const TO_MEMORY = 'memOut';

/**
 * The stream that each layer which becomes units hands on: `inter<i>` that of the i-th layer with a matrix, `<layer>.inter` that
 * of another, and `memOut` that of the last layer.
 */
export function handOnStreams(network: Network): string[] {
  const layers = fabricGraph(network).nodes.map(({ layer }) => layer);
  return layers.map((layer, index) => {
    if (index === layers.length - 1) return TO_MEMORY;
    if (!hasMatrix(layer)) return `${layer.name}.inter`;
    return `inter${layers.slice(0, index).filter(hasMatrix).length}`;
  });
}

/** The stream to one of several layers that read what another hands on, or to the same once more. */
export function branchStream(stream: string, reader: string, again: boolean): string {
  return `${stream}.${reader}${again ? '.again' : ''}`;
}
