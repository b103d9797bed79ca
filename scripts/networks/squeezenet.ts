import { Graph, type Tensor } from './graph.js';

/** Squeezing and expanding channels of the fire modules between pools. */
const FIRES: readonly (readonly (readonly [squeeze: number, expand: number])[])[] = [
  [
    [16, 64],
    [16, 64],
  ],
  [
    [32, 128],
    [32, 128],
  ],
  [
    [48, 192],
    [48, 192],
    [64, 256],
    [64, 256],
  ],
];

/** SqueezeNet v1.1. (Iandola et al., SqueezeNet, 2016; the authors' prototxt of v1.1) */
export function squeezenet(): Graph {
  const graph = new Graph([227, 227, 3]);
  let map = graph.convolution(graph.input, 'conv1', { kernel: 3, outputs: 64, stride: 2, padding: 'valid' });
  let fires = 2;
  for (const [stage, modules] of FIRES.entries()) {
    map = graph.maxPool(map, `pool${stage + 1}`, { kernel: 3, stride: 2, padding: 'ceil' });
    for (const [squeeze, expand] of modules) map = fire(graph, map, `fire${fires++}`, squeeze, expand);
  }
  graph.globalAverage(graph.convolution(map, 'conv10', { kernel: 1, outputs: 1000 }), 'pool10');
  return graph;
}

function fire(graph: Graph, map: Tensor, name: string, squeeze: number, expand: number): Tensor {
  const narrow = graph.convolution(map, `${name}_squeeze`, { kernel: 1, outputs: squeeze });
  const one = graph.convolution(narrow, `${name}_expand1x1`, { kernel: 1, outputs: expand });
  const three = graph.convolution(narrow, `${name}_expand3x3`, { kernel: 3, outputs: expand });
  return graph.concat([one, three], name);
}
