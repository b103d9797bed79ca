import { isMatrixLayer, type Network } from '../nn/network.js';

/** Streams between the memory port and the layers. */
export const FROM_MEMORY = 'memIn';
export const TO_MEMORY = 'memOut';

/**
 * The stream that each layer hands on: `inter<i>` that of the i-th layer with a matrix, `<pool>.inter` that of a pool, and
 * `memOut` that of the last layer.
 */
export function handOnStreams({ layers }: Network): string[] {
  return layers.map((layer, index) => {
    if (index === layers.length - 1) return TO_MEMORY;
    if (!isMatrixLayer(layer)) return `${layer.name}.inter`;
    return `inter${layers.slice(0, index).filter(isMatrixLayer).length}`;
  });
}
