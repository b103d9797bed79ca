import type { Network } from '../nn/network.js';
import { fabricGraph, readersOf } from './fabric-graph.js';
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

/** The same, but where several layers read what one hands on the streams to each of them. */
export function streamsBetweenLayers(network: Network): string[] {
  const { nodes } = fabricGraph(network);
  const streams = handOnStreams(network);
  return nodes.flatMap(({ layer }, index) => {
    const readers = readersOf(layer.name, nodes);
    return readers.length > 1 ? branchStreams(streams[index], readers) : [streams[index]];
  });
}

/** The streams to several layers that read what another hands on, in their order. */
export function branchStreams(stream: string, readers: readonly string[]): string[] {
  return readers.map((reader, index) => {
    const again = readers.indexOf(reader) < index ? '.again' : '';
    return `${stream}.${reader}${again}`;
  });
}
