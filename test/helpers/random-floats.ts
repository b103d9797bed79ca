import fc from 'fast-check';
import { withFloatParameters } from '../../sim/nn/float-parameters.js';
import { elements, isFloatParameterLayer, type Network } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { type Random, randomFrom, randomPixels } from './random-layer.js';

/** Height, width and channels at each place of a random network, and what its layers are called. */
interface Drawn {
  readonly lines: string[];
  shape: readonly number[];
}

interface Draft {
  readonly op: (typeof OPS)[number];
  readonly side: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
  readonly channels: number;
  readonly flag: boolean;
  readonly bits: number;
}

const OPS = [
  ...['convolution', 'convolution', 'grouped', 'depthwise', 'batchNorm', 'relu', 'quantizedRelu', 'clamp'],
  ...['maxPool', 'averagePool', 'pad', 'add', 'concat'],
] as const;

const draft: fc.Arbitrary<Draft> = fc.record({
  op: fc.constantFrom(...OPS),
  side: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 2 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  padding: fc.integer({ min: 0, max: 2 }),
  channels: fc.integer({ min: 1, max: 19 }),
  flag: fc.boolean(),
  bits: fc.integer({ min: 1, max: 16 }),
});

/** Networks of up to six layers of real numbers and a vector behind them, with parameters. */
export const randomFloats: fc.Arbitrary<{
  /** The network's file. */
  readonly text: string;
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly images: number;
}> = fc
  .record({
    shape: fc.tuple(...[9, 9, 12].map((max) => fc.integer({ min: 1, max }))),
    drafts: fc.array(draft, { maxLength: 6 }),
    end: fc.constantFrom('fullyConnected', 'mean', 'softmax', 'reshape'),
    normalized: fc.boolean(),
    quantized: fc.option(fc.integer({ min: 1, max: 16 })),
    images: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
  })
  .map(({ shape, drafts, end, normalized, quantized, images, seed }) => {
    const random = randomFrom(seed);
    const drawn: Drawn = { lines: [], shape };
    drafts.forEach((one, index) => {
      draw(drawn, one, index === 0 ? 'input' : `L${index - 1}`, `L${index}`);
    });
    drawEnd(drawn, end);
    const each = (value: number) => Array.from({ length: shape[2] }, () => value);
    const normalization = `{ mean: [${each(0.4)}], deviation: [${each(0.3)}] }`;
    const text = `
schema: qcycle.network/1
name: random
input:
  shape: [${shape}]
  type: { bits: 32, encoding: float }
  ${normalized ? `normalization: ${normalization}` : 'range: [-1, 1]'}
  ${quantized === null ? '' : `quantization: { bits: ${quantized} }`}
layers:
${drawn.lines.join('\n')}`;
    const network = withRandomFloats(random, parseNetwork(text, 'random.yaml').network);
    return { text, network, images, pixels: randomPixels(random, elements(shape) * images) };
  });

/** The network with random parameters. */
export function withRandomFloats(random: Random, network: Network): Network {
  const any = () => (random(2001) - 1000) / 512;
  const tensors = network.layers.filter(isFloatParameterLayer).flatMap((layer) => {
    const numbers = (count: number, one = any) => Float32Array.from({ length: count }, one);
    if (layer.op === 'floatBatchNorm') {
      const channels = layer.outputShape[layer.outputShape.length - 1];
      return [numbers(channels), numbers(channels), numbers(channels), numbers(channels, () => Math.abs(any()))];
    }
    return [numbers(layer.mw * layer.mh), ...(layer.biased ? [numbers(layer.mh)] : [])];
  });
  return withFloatParameters(network, tensors, 'random');
}

/** The layer as a line of a file, as far as the map before it allows. */
function draw(
  drawn: Drawn,
  { op, side, stride, dilation, padding, channels: wanted, flag, bits }: Draft,
  from: string,
  name: string,
): void {
  const [height, width, channels] = drawn.shape;
  const covers = (kernel: number) => (kernel - 1) * dilation + 1;
  const kernel = Math.min(height, width) + 2 * padding >= covers(side) ? side : 1;
  const count = (size: number, window: number, margin: number) => Math.floor((size + 2 * margin - window) / stride) + 1;
  const add = (text: string) => drawn.lines.push(`- { name: ${name}, inputs: ${text} }`);
  const one = `[${from}]`;
  const convolve = (outputs: number, groups: number) => {
    const windows = `kernel: ${kernel}, stride: ${stride}, dilation: ${dilation}, padding: ${padding}`;
    add(`${one}, op: floatConvolution, outputChannels: ${outputs}, groups: ${groups}, ${windows}, biased: ${flag}`);
    drawn.shape = [count(height, covers(kernel), padding), count(width, covers(kernel), padding), outputs];
  };
  switch (op) {
    case 'convolution':
      convolve(wanted, 1);
      return;
    case 'grouped':
      convolve(2 * wanted, channels % 2 === 0 ? 2 : 1);
      return;
    case 'depthwise':
      convolve(channels, channels);
      return;
    case 'batchNorm':
      add(`${one}, op: floatBatchNorm, epsilon: 0.001`);
      return;
    case 'relu':
      add(`${one}, op: floatRelu`);
      return;
    case 'quantizedRelu':
      add(`${one}, op: floatRelu, bits: ${bits}`);
      return;
    case 'clamp':
      add(`${one}, op: floatClamp, range: [-1, 6]`);
      return;
    case 'maxPool':
    case 'averagePool': {
      const window = Math.min(side, height, width);
      const margin = Math.min(padding, window - 1);
      const counts = op === 'averagePool' ? `, countsPadding: ${flag}` : '';
      add(
        `${one}, op: float${op === 'maxPool' ? 'MaxPool' : 'AveragePool'}, kernel: ${window}, stride: ${stride}, padding: ${margin}${counts}`,
      );
      drawn.shape = [count(height, window, margin), count(width, window, margin), channels];
      return;
    }
    case 'pad':
      add(`${one}, op: floatPad, padding: { left: ${padding}, bottom: 1 }`);
      drawn.shape = [height + 1, width + padding, channels];
      return;
    case 'add':
      add(`[${from}, ${from}], op: floatAdd`);
      return;
    case 'concat':
      add(`[${from}, ${from}], op: floatConcat, axis: 2`);
      drawn.shape = [height, width, 2 * channels];
  }
}

function drawEnd({ lines, shape }: Drawn, end: string): void {
  const add = (text: string) => lines.push(`- { name: end, ${text} }`);
  if (end === 'fullyConnected') add('op: floatFullyConnected, outputFeatures: 10');
  else if (end === 'mean') add('op: floatMean, flat: true');
  else if (end === 'softmax') add('op: floatSoftmax');
  else add(`op: floatReshape, shape: [${shape.reduce((a, b) => a * b)}]`);
}
