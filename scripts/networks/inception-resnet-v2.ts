import { averaged, branch, column, halved, halving, row, square } from './branches.js';
import { type Activation, type ConvolutionOptions, Graph, type Tensor } from './graph.js';
import { plainStem } from './inception-v3.js';

/** Inception-ResNet v2. (Szegedy et al., Inception-v4, 2016; slim/nets/inception_resnet_v2.py, where widths differ) */
export function inceptionResnetV2(): Graph {
  const graph = new Graph([299, 299, 3]);
  let map = mixed(graph, plainStem(graph), 'mixed5b');
  for (let index = 1; index <= 10; index++) {
    map = residual(graph, map, `block35_${index}`, [
      [square(1, 32)],
      [square(1, 32), square(3, 32)],
      [square(1, 32), square(3, 48), square(3, 64)],
    ]);
  }
  map = reduction(graph, map, 'mixed6a', [
    [halving(384, 'valid')],
    [square(1, 256), square(3, 256), halving(384, 'valid')],
  ]);
  for (let index = 1; index <= 20; index++) {
    map = residual(graph, map, `block17_${index}`, [[square(1, 192)], [square(1, 128), row(7, 160), column(7, 192)]]);
  }
  map = reduction(graph, map, 'mixed7a', [
    [square(1, 256), halving(384, 'valid')],
    [square(1, 256), halving(288, 'valid')],
    [square(1, 256), square(3, 288), halving(320, 'valid')],
  ]);
  for (let index = 1; index <= 10; index++) {
    const branches = [[square(1, 192)], [square(1, 192), row(3, 224), column(3, 256)]];
    map = residual(graph, map, `block8_${index}`, branches, index < 10 ? 'relu' : 'none');
  }
  const last = graph.convolution(map, 'conv7b', square(1, 1536));
  graph.fullyConnected(graph.globalAverage(last, 'pool'), 'logits', 1001);
  return graph;
}

type Branches = readonly (readonly ConvolutionOptions[])[];

function mixed(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 96)]);
  const five = branch(graph, map, `${name}_5x5`, [square(1, 48), square(5, 64)]);
  const double = branch(graph, map, `${name}_double`, [square(1, 64), square(3, 96), square(3, 96)]);
  return graph.concat([direct, five, double, averaged(graph, map, `${name}_proj`, 64)], name);
}

/** What the branches find, brought to the channels of the map and added to it. */
function residual(
  graph: Graph,
  map: Tensor,
  name: string,
  branches: Branches,
  activation: Exclude<Activation, 'leaky'> = 'relu',
): Tensor {
  const found = branches.map((steps, index) => branch(graph, map, `${name}_branch${index}`, steps));
  const outputs = map.shape[2];
  const together = graph.concat(found, `${name}_concat`);
  const up = graph.convolution(together, `${name}_up`, { kernel: 1, outputs, activation: 'none' });
  return graph.sum(map, up, name, activation);
}

function reduction(graph: Graph, map: Tensor, name: string, branches: Branches): Tensor {
  const found = branches.map((steps, index) => branch(graph, map, `${name}_branch${index}`, steps));
  return graph.concat([...found, halved(graph, map, `${name}_pool`, 'valid')], name);
}
