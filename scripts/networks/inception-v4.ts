import { averaged, branch, column, halved, halving, row, square } from './branches.js';
import { type ConvolutionOptions, Graph, type Tensor } from './graph.js';

const VALID_96: ConvolutionOptions = { kernel: 3, outputs: 96, padding: 'valid' };

/** Inception v4. (Szegedy et al., Inception-v4, 2016, figures 3 to 9; slim/nets/inception_v4.py) */
export function inceptionV4(): Graph {
  const graph = new Graph([299, 299, 3]);
  let map = stem(graph);
  for (const letter of 'bcde') map = near(graph, map, `mixed5${letter}`);
  map = firstReduction(graph, map, 'mixed6a');
  for (const letter of 'bcdefgh') map = far(graph, map, `mixed6${letter}`);
  map = secondReduction(graph, map, 'mixed7a');
  for (const letter of 'bcd') map = split(graph, map, `mixed7${letter}`);
  graph.fullyConnected(graph.globalAverage(map, 'pool'), 'logits', 1001);
  return graph;
}

function stem(graph: Graph): Tensor {
  const first = branch(graph, graph.input, 'conv1', [
    halving(32, 'valid'),
    { kernel: 3, outputs: 32, padding: 'valid' },
    square(3, 64),
  ]);
  const pooled = halved(graph, first, 'mixed3a_pool', 'valid');
  const mixed = graph.concat([pooled, graph.convolution(first, 'mixed3a_3x3', halving(96, 'valid'))], 'mixed3a');
  const three = branch(graph, mixed, 'mixed4a_3x3', [square(1, 64), VALID_96]);
  const seven = branch(graph, mixed, 'mixed4a_7x7', [square(1, 64), row(7, 64), column(7, 64), VALID_96]);
  const wide = graph.concat([three, seven], 'mixed4a');
  const half = graph.convolution(wide, 'mixed5a_3x3', halving(192, 'valid'));
  return graph.concat([half, halved(graph, wide, 'mixed5a_pool', 'valid')], 'mixed5a');
}

function near(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 96)]);
  const three = branch(graph, map, `${name}_3x3`, [square(1, 64), square(3, 96)]);
  const double = branch(graph, map, `${name}_double`, [square(1, 64), square(3, 96), square(3, 96)]);
  return graph.concat([direct, three, double, averaged(graph, map, `${name}_proj`, 96)], name);
}

function firstReduction(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_3x3`, [halving(384, 'valid')]);
  const double = branch(graph, map, `${name}_double`, [square(1, 192), square(3, 224), halving(256, 'valid')]);
  return graph.concat([direct, double, halved(graph, map, `${name}_pool`, 'valid')], name);
}

function far(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 384)]);
  const seven = branch(graph, map, `${name}_7x7`, [square(1, 192), row(7, 224), column(7, 256)]);
  const double = branch(graph, map, `${name}_double`, [
    ...[square(1, 192), column(7, 192), row(7, 224)],
    ...[column(7, 224), row(7, 256)],
  ]);
  return graph.concat([direct, seven, double, averaged(graph, map, `${name}_proj`, 128)], name);
}

function secondReduction(graph: Graph, map: Tensor, name: string): Tensor {
  const three = branch(graph, map, `${name}_3x3`, [square(1, 192), halving(192, 'valid')]);
  const seven = branch(graph, map, `${name}_7x7`, [square(1, 256), row(7, 256), column(7, 320), halving(320, 'valid')]);
  return graph.concat([three, seven, halved(graph, map, `${name}_pool`, 'valid')], name);
}

function split(graph: Graph, map: Tensor, name: string): Tensor {
  const direct = branch(graph, map, `${name}_1x1`, [square(1, 256)]);
  const three = branch(graph, map, `${name}_3x3`, [square(1, 384)]);
  const double = branch(graph, map, `${name}_double`, [square(1, 384), column(3, 448), row(3, 512)]);
  return graph.concat(
    [
      direct,
      graph.convolution(three, `${name}_3x3_row`, row(3, 256)),
      graph.convolution(three, `${name}_3x3_column`, column(3, 256)),
      graph.convolution(double, `${name}_double_row`, row(3, 256)),
      graph.convolution(double, `${name}_double_column`, column(3, 256)),
      averaged(graph, map, `${name}_proj`, 256),
    ],
    name,
  );
}
