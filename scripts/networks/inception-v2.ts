import { averaged, branch, halved, halving, square } from './branches.js';
import { Graph, type Tensor } from './graph.js';

/** A module that keeps the size: 1 x 1; before and at 3 x 3; before and at two 3 x 3; behind the pool. */
interface Keeping {
  readonly one: number;
  readonly three: readonly [before: number, at: number];
  readonly double: readonly [before: number, at: number];
  readonly pool: number;
  /** Of the pool. Default: averages. */
  readonly largest?: boolean;
}

/** A module that halves it: as above, with stride 2, and the map itself pooled. */
type Halving = Pick<Keeping, 'three' | 'double'>;

const MODULES: Readonly<Record<string, Keeping | Halving>> = {
  '3a': { one: 64, three: [64, 64], double: [64, 96], pool: 32 },
  '3b': { one: 64, three: [64, 96], double: [64, 96], pool: 64 },
  '3c': { three: [128, 160], double: [64, 96] },
  '4a': { one: 224, three: [64, 96], double: [96, 128], pool: 128 },
  '4b': { one: 192, three: [96, 128], double: [96, 128], pool: 128 },
  '4c': { one: 160, three: [128, 160], double: [128, 160], pool: 128 },
  '4d': { one: 96, three: [128, 192], double: [160, 192], pool: 128 },
  '4e': { three: [128, 192], double: [192, 256] },
  '5a': { one: 352, three: [192, 320], double: [160, 224], pool: 128 },
  '5b': { one: 352, three: [192, 320], double: [192, 224], pool: 128, largest: true },
};

/**
 * Inception v2 as Caffe has it, with a full first convolution.
 * (Ioffe and Szegedy, Batch Normalization, 2015, figure 5; channels of the BN-Inception of Caffe)
 */
export function inceptionV2(): Graph {
  const graph = new Graph([224, 224, 3]);
  const first = graph.convolution(graph.input, 'conv1', { kernel: 7, outputs: 64, stride: 2, padding: 3 });
  const second = branch(graph, halved(graph, first, 'pool1', 'ceil'), 'conv2', [square(1, 64), square(3, 192)]);
  let map = halved(graph, second, 'pool2', 'ceil');
  for (const [index, channels] of Object.entries(MODULES)) {
    const name = `inception${index}`;
    map = 'one' in channels ? keeping(graph, map, name, channels) : halvingModule(graph, map, name, channels);
  }
  graph.fullyConnected(graph.globalAverage(map, 'pool5'), 'fc', 1000);
  return graph;
}

function keeping(graph: Graph, map: Tensor, name: string, { one, three, double, pool, largest }: Keeping): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, one)]);
  const middle = branch(graph, map, `${name}_3x3`, [square(1, three[0]), square(3, three[1])]);
  const far = branch(graph, map, `${name}_double`, [square(1, double[0]), square(3, double[1]), square(3, double[1])]);
  const behind = largest
    ? graph.convolution(maximum(graph, map, name), `${name}_proj`, square(1, pool))
    : averaged(graph, map, `${name}_proj`, pool);
  return graph.concat([direct, middle, far, behind], name);
}

function maximum(graph: Graph, map: Tensor, name: string): Tensor {
  return graph.maxPool(map, `${name}_proj_pool`, { kernel: 3, stride: 1, padding: 1 });
}

function halvingModule(graph: Graph, map: Tensor, name: string, { three, double }: Halving): Tensor {
  const middle = branch(graph, map, `${name}_3x3`, [square(1, three[0]), halving(three[1], 1)]);
  const far = branch(graph, map, `${name}_double`, [square(1, double[0]), square(3, double[1]), halving(double[1], 1)]);
  return graph.concat([middle, far, halved(graph, map, `${name}_pool`, 'ceil')], name);
}
