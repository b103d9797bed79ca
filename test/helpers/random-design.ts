import fc from 'fast-check';
import { compile, type FabricDesign, loadBoard, loadLibrary, type Overlay } from '../../sim/fabric/index.js';
import { handOnStreams } from '../../sim/fabric/stream-names.js';
import { BIPOLAR, BIT, type DataType, TERNARY } from '../../sim/nn/data-type.js';
import {
  elements,
  isMatrixLayer,
  type Layer,
  type MatrixLayer,
  type Network,
  type Shape,
} from '../../sim/nn/network.js';
import { divisors } from './divisors.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from './layers.js';
import { type Random, randomFrom, randomLayer, randomPixels } from './random-layer.js';

/** A chain of layers laid out in the HLS blocks, with all parameters, and pictures for it. */
export interface RandomDesign {
  readonly design: FabricDesign;
  readonly pixels: Uint8Array;
}

const WORD_BITS = 64;
const PIXEL: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

/**
 * Chains of up to four convolutions, max pools and fully connected layers, of random kernels, strides, channels and types,
 * whose images and results fill whole memory words, with random foldings, widths and depths of the streams.
 */
export function randomDesign(
  options: { readonly minImages?: number; readonly maxImages?: number } = {},
): fc.Arbitrary<RandomDesign> {
  const { minImages = 1, maxImages = 3 } = options;
  const images = fc.integer({ min: minImages, max: maxImages });
  return fc.record({ seed: fc.integer(), images }).map(({ seed, images }) => {
    const random = randomFrom(seed);
    const network = randomNetwork(random);
    const overlay = randomOverlay(random, network);
    const design = { network, overlay, images, board: loadBoard('ultra96'), library: loadLibrary('hls') };
    const fifos = Object.fromEntries(compile(design).pipeline.streams.map(({ name }) => [name, 1 + random(9)]));
    const pixels = randomPixels(random, images * elements(network.input.shape));
    return { design: { ...design, overlay: { ...overlay, fifos } }, pixels };
  });
}

function randomNetwork(random: Random): Network {
  const inputType = pick(random, [BIPOLAR, TERNARY, PIXEL]);
  const side = 1 + random(7);
  const fitting = divisors(64).filter((channels) => fillsWords([side, side, channels], inputType));
  const inputShape = [side, side, pick(random, fitting)];
  const layers: Layer[] = [];
  const count = 1 + random(4);
  for (let index = 0; index < count; index++) {
    const before = layers[index - 1];
    const tensor = { shape: before?.outputShape ?? inputShape, type: before?.outputType ?? inputType };
    layers.push(randomNext(random, index, tensor, index === count - 1, before?.name ?? 'input'));
  }
  return networkOf(layers, inputShape);
}

/** A layer that reads the tensor; the last one of a chain gives whole memory words. */
function randomNext(
  random: Random,
  index: number,
  { shape, type }: { readonly shape: Shape; readonly type: DataType },
  last: boolean,
  input: string,
): Layer {
  const isMap = shape.length === 3;
  const op = isMap
    ? pick(random, ['fullyConnected', 'convolution', 'convolution', 'maxPool'] as const)
    : 'fullyConnected';
  const place = { input, inputShape: shape, inputType: type };
  if (op === 'maxPool' && type !== PIXEL) {
    const kernel = pick(random, divisors(shape[0]));
    const pool = maxPoolOf({ ...place, name: `pool${index}`, kernel: [kernel, kernel] });
    if (!last || fillsWords(pool.outputShape, type)) return pool;
  }
  const arithmetic = randomArithmetic(random, type, last);
  const { outputType } = arithmetic;
  if (op === 'convolution') {
    const kernel = 1 + random(Math.min(shape[0], 4));
    const stride = pick(
      random,
      divisors(kernel).filter((step) => (shape[0] - kernel) % step === 0),
    );
    const side = (shape[0] - kernel) / stride + 1;
    const channels = divisors(64).filter((channels) => !last || fillsWords([side, side, channels], outputType));
    const windows = { kernel: [kernel, kernel], stride: [stride, stride] } as const;
    const mh = pick(random, last ? channels : channels.filter((channels) => channels <= 8));
    return randomLayer(random, convolutionOf({ ...place, ...arithmetic, ...windows, name: `L${index}`, mh }));
  }
  const rows = last ? divisors(64).filter((mh) => fillsWords([mh], outputType)) : [1, 2, 3, 6, 8, 12, 20];
  const size = { mw: elements(shape), mh: pick(random, rows) };
  return randomLayer(random, fullyConnectedOf({ ...place, ...arithmetic, ...size, name: `L${index}` }));
}

function randomArithmetic(random: Random, inputType: DataType, last: boolean) {
  const weightType = pick(random, [BIPOLAR, TERNARY]);
  const binary = inputType === BIPOLAR && weightType === BIPOLAR;
  const accumulate = binary && random(2) === 0 ? ('matches' as const) : ('sum' as const);
  const scored = last && random(3) === 0;
  return {
    weightType,
    accumulate,
    thresholded: !scored,
    outputType: scored ? SCORE : pick(random, last ? [BIPOLAR, TERNARY, BIT] : [BIPOLAR, TERNARY]),
    accumulatorShift: scored ? 0 : random(2),
  };
}

function randomOverlay(random: Random, network: Network): Overlay {
  const layers = network.layers.filter(isMatrixLayer).map((layer) => ({
    name: layer.name,
    pe: pick(random, divisors(layer.mh)),
    simd: pick(random, divisors(lanesOf(layer))),
  }));
  const widths: Record<string, number> = {};
  for (const [index, name] of handOnStreams(network).slice(0, -1).entries()) {
    const { outputShape, outputType } = network.layers[index];
    if (random(2) === 0) widths[name] = pick(random, divisors(elements(outputShape) * outputType.bits));
  }
  return { network: network.name, library: 'hls', boards: [], source: '', layers, fifos: {}, widths };
}

/** What SIMD divides: the channels under a sliding window, else the columns. */
function lanesOf(layer: MatrixLayer): number {
  return layer.op === 'convolution' ? layer.inputShape[2] : layer.mw;
}

function fillsWords(shape: Shape, { bits }: DataType): boolean {
  return (elements(shape) * bits) % WORD_BITS === 0;
}

function pick<Choice>(random: Random, from: readonly Choice[]): Choice {
  return from[random(from.length)];
}
