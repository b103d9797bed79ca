import type { Network } from '../nn/network.js';
import { getCode, type PackedMatrix } from '../nn/packed-matrix.js';
import type { CodeMap } from '../nn/software/index.js';

/** The feature maps that the last layer of a network gives, one for each row of its outputs. */
export function outputMaps({ layers }: Network, outputs: PackedMatrix): CodeMap[] {
  const [height, width, channels] = layers[layers.length - 1].outputShape;
  return Array.from({ length: outputs.rows }, (_, image) => {
    const codes = Uint8Array.from({ length: outputs.columns }, (_, index) => getCode(outputs, image, index));
    return { height, width, channels, codes };
  });
}
