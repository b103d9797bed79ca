import { Graph, type Tensor } from './graph.js';

/** Channels are multiples of this. */
const DIVISOR = 8;

/** Outputs and strides of the pointwise convolutions of MobileNetV1 behind the first layer. */
const V1_BLOCKS: readonly (readonly [outputs: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
];

/** Expansion, outputs, blocks and first stride of the stages of MobileNetV2. */
const V2_STAGES: readonly (readonly [expansion: number, outputs: number, blocks: number, stride: number])[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/**
 * MobileNetV1. (Howard et al., MobileNets, 2017, table 1; slim/nets/mobilenet_v1.py)
 * @param width what all channels are multiplied by
 * @param resolution height and width of a picture
 */
export function mobilenetV1(width: number, resolution: number): Graph {
  const graph = new Graph([resolution, resolution, 3]);
  const channels = (count: number) => Math.max(Math.floor(count * width), DIVISOR);
  let map = graph.convolution(graph.input, 'conv0', { kernel: 3, outputs: channels(32), stride: 2 });
  V1_BLOCKS.forEach(([outputs, stride], index) => {
    const filtered = graph.depthwise(map, `conv${index + 1}_depthwise`, { kernel: 3, stride });
    map = graph.convolution(filtered, `conv${index + 1}_pointwise`, { kernel: 1, outputs: channels(outputs) });
  });
  graph.fullyConnected(graph.globalAverage(map, 'pool'), 'logits', 1001);
  return graph;
}

export interface MobilenetV2Options {
  readonly width: number;
  readonly resolution: number;
  readonly classes: number;
  /** Whether the first bottleneck, which does not expand, has the 1 x 1 convolution of the others all the same. */
  readonly expandsFirst: boolean;
}

/** MobileNetV2. (Sandler et al., MobileNetV2, 2018, table 2; slim/nets/mobilenet) */
export function mobilenetV2({ width, resolution, classes, expandsFirst }: MobilenetV2Options): Graph {
  const graph = new Graph([resolution, resolution, 3]);
  const channels = (count: number) => roundedChannels(count * width);
  let map = graph.convolution(graph.input, 'conv', { kernel: 3, outputs: channels(32), stride: 2 });
  let block = 0;
  for (const [expansion, outputs, blocks, firstStride] of V2_STAGES) {
    for (let index = 0; index < blocks; index++, block++) {
      const expands = expansion > 1 || expandsFirst;
      const stride = index === 0 ? firstStride : 1;
      map = bottleneck(graph, map, `block${block}`, { expansion, expands, outputs: channels(outputs), stride });
    }
  }
  const last = graph.convolution(map, 'conv_last', { kernel: 1, outputs: Math.max(channels(1280), 1280) });
  graph.fullyConnected(graph.globalAverage(last, 'pool'), 'logits', classes);
  return graph;
}

interface Bottleneck {
  readonly expansion: number;
  readonly expands: boolean;
  readonly outputs: number;
  readonly stride: number;
}

/** Expand, filter, project; added to what came in where the shapes are equal. */
function bottleneck(graph: Graph, map: Tensor, name: string, own: Bottleneck): Tensor {
  const [, , inputs] = map.shape;
  const { expansion, expands, outputs, stride } = own;
  const wide = expands ? graph.convolution(map, `${name}_expand`, { kernel: 1, outputs: inputs * expansion }) : map;
  const filtered = graph.depthwise(wide, `${name}_depthwise`, { kernel: 3, stride });
  const narrow = graph.convolution(filtered, `${name}_project`, { kernel: 1, outputs, activation: 'none' });
  return stride === 1 && inputs === outputs ? graph.sum(map, narrow, `${name}_add`) : narrow;
}

/** The nearest multiple of the divisor, but not less than nine tenths. */
export function roundedChannels(count: number): number {
  const nearest = Math.max(DIVISOR, Math.floor((count + DIVISOR / 2) / DIVISOR) * DIVISOR);
  return nearest < 0.9 * count ? nearest + DIVISOR : nearest;
}
