import { averaged, branch, column, halved, halving, row, square } from './branches.js';
import { Graph, type Tensor } from './graph.js';

/** Inception v3. (Szegedy et al., Rethinking the Inception Architecture, 2015, table 1; slim/nets/inception_v3.py) */
export function inceptionV3(): Graph {
  const graph = new Graph([299, 299, 3]);
  let map = plainStem(graph);
  map = near(graph, map, 'mixed5b', 32);
  map = near(graph, map, 'mixed5c', 64);
  map = near(graph, map, 'mixed5d', 64);
  map = firstReduction(graph, map, 'mixed6a');
  map = far(graph, map, 'mixed6b', 128);
  map = far(graph, map, 'mixed6c', 160);
  map = far(graph, map, 'mixed6d', 160);
  map = far(graph, map, 'mixed6e', 192);
  map = secondReduction(graph, map, 'mixed7a');
  map = split(graph, map, 'mixed7b');
  map = split(graph, map, 'mixed7c');
  graph.fullyConnected(graph.globalAverage(map, 'pool'), 'logits', 1001);
  return graph;
}

/** From 299 x 299 pixels to 35 x 35 with 192 channels; Inception-ResNet v2 begins so too. */
export function plainStem(graph: Graph): Tensor {
  const first = branch(graph, graph.input, 'conv1', [
    halving(32, 'valid'),
    { kernel: 3, outputs: 32, padding: 'valid' },
    square(3, 64),
  ]);
  const second = branch(graph, halved(graph, first, 'pool1', 'valid'), 'conv2', [
    square(1, 80),
    { kernel: 3, outputs: 192, padding: 'valid' },
  ]);
  return halved(graph, second, 'pool2', 'valid');
}

function near(graph: Graph, map: Tensor, name: string, pool: number): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 64)]);
  const five = branch(graph, map, `${name}_5x5`, [square(1, 48), square(5, 64)]);
  const double = branch(graph, map, `${name}_double`, [square(1, 64), square(3, 96), square(3, 96)]);
  return graph.concat([direct, five, double, averaged(graph, map, `${name}_proj`, pool)], name);
}

function firstReduction(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_3x3`, [halving(384, 'valid')]);
  const double = branch(graph, map, `${name}_double`, [square(1, 64), square(3, 96), halving(96, 'valid')]);
  return graph.concat([direct, double, halved(graph, map, `${name}_pool`, 'valid')], name);
}

function far(graph: Graph, map: Tensor, name: string, width: number): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 192)]);
  const seven = branch(graph, map, `${name}_7x7`, [square(1, width), row(7, width), column(7, 192)]);
  const double = branch(graph, map, `${name}_double`, [
    ...[square(1, width), column(7, width), row(7, width)],
    ...[column(7, width), row(7, 192)],
  ]);
  return graph.concat([direct, seven, double, averaged(graph, map, `${name}_proj`, 192)], name);
}

function secondReduction(graph: Graph, map: Tensor, name: string): Tensor {
  const three = branch(graph, map, `${name}_3x3`, [square(1, 192), halving(320, 'valid')]);
  const seven = branch(graph, map, `${name}_7x7`, [square(1, 192), row(7, 192), column(7, 192), halving(192, 'valid')]);
  return graph.concat([three, seven, halved(graph, map, `${name}_pool`, 'valid')], name);
}

function split(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 320)]);
  const three = branch(graph, map, `${name}_3x3`, [square(1, 384)]);
  const double = branch(graph, map, `${name}_double`, [square(1, 448), square(3, 384)]);
  return graph.concat(
    [
      direct,
      graph.convolution(three, `${name}_3x3_row`, row(3, 384)),
      graph.convolution(three, `${name}_3x3_column`, column(3, 384)),
      graph.convolution(double, `${name}_double_row`, row(3, 384)),
      graph.convolution(double, `${name}_double_column`, column(3, 384)),
      averaged(graph, map, `${name}_proj`, 192),
    ],
    name,
  );
}
