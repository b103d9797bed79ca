import type { Graph } from './graph.js';
import type { Precision, Tensor } from './tensor.js';

/**
 * Reference of a graph: computes all tensors, operator by operator (see `Precision`).
 * @param inputs of the graph by name, of the types that it has
 * @returns all tensors by name
 */
export function executeGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  precision: Precision,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>([...graph.constants, ...inputs]);
  for (const { operator, run } of graph.steps) {
    const results = run(
      operator.inputs.map((name) => tensors.get(name)),
      precision,
    );
    results.forEach((tensor, index) => {
      const name = operator.outputs[index] ?? '';
      if (name !== '') tensors.set(name, tensor);
    });
  }
  return tensors;
}
