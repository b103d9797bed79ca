import { Graph, type Tensor } from './graph.js';

/** Widths and numbers of blocks of the four stages. */
interface Stages {
  readonly widths: readonly number[];
  readonly blocks: readonly number[];
}

const WIDTHS = [64, 128, 256, 512];

/**
 * ResNet with bottlenecks as Caffe has it: the first 1 x 1 convolution of a stage has the stride.
 * (He et al., Deep Residual Learning for Image Recognition, 2015, table 1; the authors' prototxt)
 * @param blocks of each stage: [3, 4, 6, 3] is ResNet-50
 */
export function resnetCaffe(blocks: readonly number[]): Graph {
  const graph = new Graph([224, 224, 3]);
  const first = graph.convolution(graph.input, 'conv1', { kernel: 7, outputs: 64, stride: 2, padding: 3 });
  let map = graph.maxPool(first, 'pool1', { kernel: 3, stride: 2, padding: 'ceil' });
  for (const { name, width, stride, opens } of stagesOf({ widths: WIDTHS, blocks })) {
    const shortcut = opens
      ? graph.convolution(map, `${name}_branch1`, { kernel: 1, outputs: 4 * width, stride, activation: 'none' })
      : map;
    const narrow = graph.convolution(map, `${name}_branch2a`, { kernel: 1, outputs: width, stride });
    const seen = graph.convolution(narrow, `${name}_branch2b`, { kernel: 3, outputs: width });
    const wide = graph.convolution(seen, `${name}_branch2c`, { kernel: 1, outputs: 4 * width, activation: 'none' });
    map = graph.sum(shortcut, wide, name, 'relu');
  }
  graph.fullyConnected(graph.globalAverage(map, 'pool5'), 'fc1000', 1000);
  return graph;
}

/**
 * ResNet with two 3 x 3 convolutions a block, the first of a stage with the stride.
 * (He et al. 2015, table 1, projections where channels change)
 * @param blocks of each stage: [2, 2, 2, 2] is ResNet-18
 */
export function resnetBasic(blocks: readonly number[]): Graph {
  const graph = new Graph([224, 224, 3]);
  const first = graph.convolution(graph.input, 'conv1', { kernel: 7, outputs: 64, stride: 2, padding: 3 });
  let map = graph.maxPool(first, 'pool1', { kernel: 3, stride: 2, padding: 1 });
  for (const { name, width, stride, opens } of stagesOf({ widths: WIDTHS, blocks })) {
    const projected = opens && map.shape[2] !== width;
    const shortcut = projected
      ? graph.convolution(map, `${name}_branch1`, { kernel: 1, outputs: width, stride, activation: 'none' })
      : map;
    const half = graph.convolution(map, `${name}_branch2a`, { kernel: 3, outputs: width, stride, padding: 1 });
    const whole = graph.convolution(half, `${name}_branch2b`, { kernel: 3, outputs: width, activation: 'none' });
    map = graph.sum(shortcut, whole, name, 'relu');
  }
  graph.fullyConnected(graph.globalAverage(map, 'pool5'), 'fc1000', 1000);
  return graph;
}

/**
 * ResNet v1 as TensorFlow-Slim has it: the 3 x 3 convolution of the last block of a stage has the stride, and its shortcut
 * leaves out pixels. (tensorflow/models, slim/nets/resnet_v1.py)
 */
export function resnetSlim(blocks: readonly number[]): Graph {
  const graph = new Graph([224, 224, 3]);
  const first = graph.convolution(graph.input, 'conv1', { kernel: 7, outputs: 64, stride: 2, padding: 3 });
  let map = graph.maxPool(first, 'pool1', { kernel: 3, stride: 2, padding: 'same' });
  for (const { name, width, stage, opens, closes } of stagesOf({ widths: WIDTHS, blocks })) {
    const stride = closes && stage < blocks.length - 1 ? 2 : 1;
    const shortcut = shortcutOf(graph, map, name, 4 * width, stride, opens);
    const narrow = graph.convolution(map, `${name}_conv1`, { kernel: 1, outputs: width });
    const seen = graph.convolution(narrow, `${name}_conv2`, { kernel: 3, outputs: width, stride, padding: 1 });
    const wide = graph.convolution(seen, `${name}_conv3`, { kernel: 1, outputs: 4 * width, activation: 'none' });
    map = graph.sum(shortcut, wide, name, 'relu');
  }
  graph.fullyConnected(graph.globalAverage(map, 'pool5'), 'logits', 1000);
  return graph;
}

function shortcutOf(graph: Graph, map: Tensor, name: string, outputs: number, stride: number, opens: boolean): Tensor {
  if (opens) return graph.convolution(map, `${name}_shortcut`, { kernel: 1, outputs, stride, activation: 'none' });
  return stride === 1 ? map : graph.maxPool(map, `${name}_shortcut`, { kernel: 1, stride });
}

interface Block {
  readonly name: string;
  readonly stage: number;
  readonly width: number;
  /** Of a network whose first blocks have the strides. */
  readonly stride: number;
  /** Whether it is the first or the last one of its stage. */
  readonly opens: boolean;
  readonly closes: boolean;
}

/** All blocks, named res2a, res2b, ...; from the 27th of a stage on res4_27 and so on. */
function stagesOf({ widths, blocks }: Stages): Block[] {
  return blocks.flatMap((count, stage) =>
    Array.from({ length: count }, (_, index) => ({
      name: `res${stage + 2}${index < 26 ? String.fromCharCode(97 + index) : `_${index + 1}`}`,
      stage,
      width: widths[stage],
      stride: stage > 0 && index === 0 ? 2 : 1,
      opens: index === 0,
      closes: index === count - 1,
    })),
  );
}
