import type { ConvolutionOptions, Graph, Overhang, Tensor } from './graph.js';

/**
 * Convolutions one behind the other.
 * @param name of the last one; those before it have a number behind the name
 */
export function branch(graph: Graph, from: Tensor, name: string, steps: readonly ConvolutionOptions[]): Tensor {
  return steps.reduce(
    (map, step, index) => graph.convolution(map, index + 1 < steps.length ? `${name}_${index + 1}` : name, step),
    from,
  );
}

/** 1 x 1, 3 x 3, ... */
export function square(kernel: number, outputs: number): ConvolutionOptions {
  return { kernel, outputs };
}

/** One row of `width` pixels. */
export function row(width: number, outputs: number): ConvolutionOptions {
  return { kernel: [1, width], outputs };
}

/** One column of `height` pixels. */
export function column(height: number, outputs: number): ConvolutionOptions {
  return { kernel: [height, 1], outputs };
}

/** 3 x 3 with stride 2. */
export function halving(outputs: number, padding: Overhang): ConvolutionOptions {
  return { kernel: 3, outputs, stride: 2, padding };
}

/** Averages of 3 x 3 pixels around each, then a 1 x 1 convolution. */
export function averaged(graph: Graph, from: Tensor, name: string, outputs: number): Tensor {
  const pooled = graph.averagePool(from, `${name}_pool`, { kernel: 3, stride: 1, padding: 1 });
  return graph.convolution(pooled, name, { kernel: 1, outputs });
}

/** The largest of 3 x 3 pixels, with stride 2. */
export function halved(graph: Graph, from: Tensor, name: string, padding: Overhang): Tensor {
  return graph.maxPool(from, name, { kernel: 3, stride: 2, padding });
}
