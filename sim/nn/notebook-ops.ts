import { elements, type MatrixLayer, type MaxPoolLayer } from './network.js';

/** What is counted of a layer. Layers of a network are such descriptions, and so is what a document says of one. */
export type CountedLayer =
  | Pick<MatrixLayer, 'op' | 'mw' | 'outputShape'>
  | Pick<MaxPoolLayer, 'op' | 'kernel' | 'outputShape'>;

/**
 * Operations of one image as the notebooks of QNN-MO-PYNQ count them: a convolution or fully connected layer has 2 OP per MAC
 * of its real channels, as in `layerOps`; a pool has an OP for each pixel of each window, once for all channels. Thresholds
 * and biases do not count. (facts/qnn-mo-pynq.md sections 1.2 and 1.3)
 */
export function notebookOps(layer: CountedLayer): number {
  if (layer.op !== 'maxPool') return 2 * layer.mw * elements(layer.outputShape);
  const [height, width] = layer.outputShape;
  return elements(layer.kernel) * height * width;
}

/** The sum of `notebookOps`. */
export function totalNotebookOps(layers: readonly CountedLayer[]): number {
  return layers.reduce((sum, layer) => sum + notebookOps(layer), 0);
}
