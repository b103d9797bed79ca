import { Graph, type Tensor } from './graph.js';

/** Channels of a module: 1 x 1; 1 x 1 before 3 x 3; 1 x 1 before 5 x 5; 1 x 1 behind the pool. */
type Module = readonly [one: number, reduce3: number, three: number, reduce5: number, five: number, pool: number];

/** The modules between pools. (Szegedy et al., Going Deeper with Convolutions, 2014, table 1) */
const MODULES: readonly (readonly Module[])[] = [
  [
    [64, 96, 128, 16, 32, 32],
    [128, 128, 192, 32, 96, 64],
  ],
  [
    [192, 96, 208, 16, 48, 64],
    [160, 112, 224, 24, 64, 64],
    [128, 128, 256, 24, 64, 64],
    [112, 144, 288, 32, 64, 64],
    [256, 160, 320, 32, 128, 128],
  ],
  [
    [256, 160, 320, 32, 128, 128],
    [384, 192, 384, 48, 128, 128],
  ],
];

/** How frameworks differ. */
interface Variant {
  readonly classes: number;
  readonly padding: 'ceil' | 'same';
  /** Of the first convolution. */
  readonly firstPadding: 3 | 'same';
  /** Kernel of the convolution that is 5 x 5 in the paper. */
  readonly five: number;
  /** Kernel of the pool before the last two modules. */
  readonly lastPool: number;
}

/** As the paper and Caffe have it, without local response normalization. */
export const CAFFE: Variant = { classes: 1000, padding: 'ceil', firstPadding: 3, five: 5, lastPool: 3 };
/** As TensorFlow-Slim has it. (slim/nets/inception_v1.py) */
export const SLIM: Variant = { classes: 1001, padding: 'same', firstPadding: 'same', five: 3, lastPool: 2 };

/** Inception v1, which is GoogLeNet. */
export function inceptionV1({ classes, padding, firstPadding, five, lastPool }: Variant): Graph {
  const graph = new Graph([224, 224, 3]);
  const pool = (from: Tensor, name: string, kernel = 3) => graph.maxPool(from, name, { kernel, stride: 2, padding });
  const first = graph.convolution(graph.input, 'conv1', { kernel: 7, outputs: 64, stride: 2, padding: firstPadding });
  const reduced = graph.convolution(pool(first, 'pool1'), 'conv2_reduce', { kernel: 1, outputs: 64 });
  let map = pool(graph.convolution(reduced, 'conv2', { kernel: 3, outputs: 192 }), 'pool2');
  MODULES.forEach((modules, stage) => {
    modules.forEach((channels, index) => {
      map = inception(graph, map, `inception${stage + 3}${'abcde'[index]}`, channels, five);
    });
    if (stage + 1 < MODULES.length) map = pool(map, `pool${stage + 3}`, stage === 0 ? 3 : lastPool);
  });
  graph.fullyConnected(graph.globalAverage(map, 'pool5'), 'logits', classes);
  return graph;
}

function inception(graph: Graph, map: Tensor, name: string, channels: Module, kernel: number): Tensor {
  const [one, reduce3, three, reduce5, five, pool] = channels;
  const direct = graph.convolution(map, `${name}_1x1`, { kernel: 1, outputs: one });
  const before3 = graph.convolution(map, `${name}_3x3_reduce`, { kernel: 1, outputs: reduce3 });
  const middle = graph.convolution(before3, `${name}_3x3`, { kernel: 3, outputs: three });
  const before5 = graph.convolution(map, `${name}_5x5_reduce`, { kernel: 1, outputs: reduce5 });
  const far = graph.convolution(before5, `${name}_5x5`, { kernel, outputs: five });
  const pooled = graph.maxPool(map, `${name}_pool`, { kernel: 3, stride: 1, padding: 1 });
  const behind = graph.convolution(pooled, `${name}_pool_proj`, { kernel: 1, outputs: pool });
  return graph.concat([direct, middle, far, behind], name);
}
