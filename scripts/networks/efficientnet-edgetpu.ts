import { Graph, type Tensor } from './graph.js';
import { roundedChannels } from './mobilenet.js';

/** Blocks of one shape. */
interface Stage {
  readonly blocks: number;
  readonly kernel: number;
  readonly stride: number;
  readonly expansion: number;
  readonly outputs: number;
  /** Whether one full convolution expands and filters; the 1 x 1 convolution behind it has the stride. */
  readonly fused: boolean;
  /** Whether results are added to what came in. */
  readonly skips: boolean;
}

const STAGES: readonly Stage[] = [
  { blocks: 1, kernel: 3, stride: 1, expansion: 4, outputs: 24, fused: true, skips: false },
  { blocks: 2, kernel: 3, stride: 2, expansion: 8, outputs: 32, fused: true, skips: true },
  { blocks: 4, kernel: 3, stride: 2, expansion: 8, outputs: 48, fused: true, skips: true },
  { blocks: 5, kernel: 5, stride: 2, expansion: 8, outputs: 96, fused: false, skips: true },
  { blocks: 4, kernel: 5, stride: 1, expansion: 8, outputs: 144, fused: false, skips: true },
  { blocks: 2, kernel: 5, stride: 2, expansion: 8, outputs: 192, fused: false, skips: true },
];
/** Channels that the first block expands as if they came in. */
const FIRST_INPUTS = 24;

/**
 * EfficientNet-EdgeTPU: inverted bottlenecks with ReLU, without squeeze and excitation.
 * (Gupta and Akin, Accelerator-aware Neural Network Design, 2020; tensorflow/tpu, efficientnet/edgetpu)
 * @param width what all channels are multiplied by
 * @param depth what numbers of blocks are multiplied by
 */
export function efficientnetEdgetpu(width: number, depth: number, resolution: number): Graph {
  const graph = new Graph([resolution, resolution, 3]);
  const channels = (count: number) => roundedChannels(count * width);
  let map = graph.convolution(graph.input, 'stem', { kernel: 3, outputs: channels(32), stride: 2 });
  let inputs = channels(FIRST_INPUTS);
  let index = 0;
  for (const stage of STAGES) {
    const outputs = channels(stage.outputs);
    for (let block = 0; block < Math.ceil(stage.blocks * depth); block++) {
      const own = { ...stage, stride: block === 0 ? stage.stride : 1, outputs };
      map = bottleneck(graph, map, `block${index++}`, inputs * stage.expansion, own);
      inputs = outputs;
    }
  }
  const head = graph.convolution(map, 'head', { kernel: 1, outputs: channels(1280) });
  graph.fullyConnected(graph.globalAverage(head, 'pool'), 'logits', 1001);
  return graph;
}

function bottleneck(graph: Graph, map: Tensor, name: string, expanded: number, own: Stage): Tensor {
  const { kernel, stride, outputs, fused, skips } = own;
  const project = { kernel: 1, outputs, activation: 'none' } as const;
  const wide = graph.convolution(map, `${name}_expand`, { kernel: fused ? kernel : 1, outputs: expanded });
  const filtered = fused ? wide : graph.depthwise(wide, `${name}_depthwise`, { kernel, stride });
  const narrow = graph.convolution(filtered, `${name}_project`, fused ? { ...project, stride } : project);
  const added = skips && stride === 1 && map.shape[2] === outputs;
  return added ? graph.sum(map, narrow, `${name}_add`) : narrow;
}
