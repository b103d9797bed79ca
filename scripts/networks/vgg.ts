import { Graph, type Tensor } from './graph.js';

const WIDTHS = [64, 128, 256, 512, 512];

/**
 * VGG. (Simonyan and Zisserman, Very Deep Convolutional Networks, 2014, table 1)
 * @param depths convolutions before each of the five pools: [2, 2, 3, 3, 3] is VGG16
 */
export function vgg(depths: readonly number[]): Graph {
  const graph = new Graph([224, 224, 3]);
  let map: Tensor = graph.input;
  depths.forEach((depth, stage) => {
    for (let index = 1; index <= depth; index++) {
      map = graph.convolution(map, `conv${stage + 1}_${index}`, { kernel: 3, outputs: WIDTHS[stage] });
    }
    map = graph.maxPool(map, `pool${stage + 1}`, { kernel: 2 });
  });
  const fc6 = graph.fullyConnected(map, 'fc6', 4096, 'relu');
  const fc7 = graph.fullyConnected(fc6, 'fc7', 4096, 'relu');
  graph.fullyConnected(fc7, 'fc8', 1000);
  return graph;
}
