import type { Graph } from '../../sim/nn/import/onnx/graph.js';
import { type Precision, type Tensor, tensorOf } from '../../sim/nn/import/onnx/tensor.js';
import type { Layer, Network } from '../../sim/nn/network.js';
import { pixelTables } from '../../sim/nn/pixel-values.js';
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

/** The input that pixels, from 0 to 1 or as codes from the lowest on, are to a graph; pixels are height, width, channels. */
export function pixelTensor(
  { inputs: [{ type, shape }] }: Pick<Graph, 'inputs'>,
  { input }: Pick<Network, 'input'>,
  pixels: Uint8Array,
  precision: Precision,
): Tensor {
  const [, channels, ...sizes] = shape;
  const size = sizes.reduce((product, side) => product * side, 1);
  const numberOf = (pixel: number) => {
    if (type === 'FLOAT') return pixel / 255;
    const [table] = pixelTables(input);
    return table[pixel] + (input.type.zeroPoint ?? 0);
  };
  return tensorOf({ type, shape }, precision, (place) => {
    return numberOf(pixels[(place % size) * channels + Math.floor(place / size)]);
  });
}

/** Codes of a layer's integers in the order of the graph: channels before height and width. */
export function valuesInGraph({ outputShape, outputType }: Layer, values: Int32Array): number[] {
  const [height, width, channels] = outputShape;
  const zeroPoint = outputType.zeroPoint ?? 0;
  if (channels === undefined) return Array.from(values, (value) => value + zeroPoint);
  const size = height * width;
  return Array.from(values, (_, place) => values[(place % size) * channels + Math.floor(place / size)] + zeroPoint);
}
