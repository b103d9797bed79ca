import type { Graph } from '../../sim/nn/import/onnx/graph.js';
import { type Tensor, tensorOf } from '../../sim/nn/import/onnx/tensor.js';
import type { Random } from './random-layer.js';

/** Random numbers for each input of a graph: codes of the type, or floating-point numbers from -4 to 4. */
export function randomTensors({ inputs }: Pick<Graph, 'inputs'>, random: Random): Map<string, Tensor> {
  return new Map(
    inputs.map(({ name, type, shape }) => {
      const least = type === 'INT8' ? -128 : 0;
      const draw = type === 'FLOAT' ? () => Math.fround((random(2001) - 1000) / 250) : () => least + random(256);
      return [name, tensorOf({ type, shape }, 'single', draw)];
    }),
  );
}
