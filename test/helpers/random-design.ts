import fc from 'fast-check';
import { compile, type FabricDesign, loadBoard, loadLibrary, type Overlay } from '../../sim/fabric/index.js';
import { handOnStreams } from '../../sim/fabric/stream-names.js';
import { BIPOLAR, BIT, type DataType, TERNARY } from '../../sim/nn/data-type.js';
import { divisors } from '../../sim/nn/divisors.js';
import {
  elements,
  isMatrixLayer,
  type Layer,
  type MatrixLayer,
  type Network,
  type Shape,
  type Size,
} from '../../sim/nn/network.js';
import { NO_PADDING, paddedSize, type Windows, windowCounts } from '../../sim/nn/windows.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from './layers.js';
import { type Random, randomFrom, randomLayer, randomPixels } from './random-layer.js';

/** A chain of layers laid out in the blocks of a library, with all parameters, and pictures for it. */
export interface RandomDesign {
  readonly design: FabricDesign;
  readonly pixels: Uint8Array;
}

type Library = Overlay['library'];

const WORD_BITS = 64;
const PIXEL: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

/**
 * Chains of up to four convolutions, max pools and fully connected layers, of random kernels, strides, channels and types,
 * whose images and results fill whole memory words, with random foldings, widths and depths of the streams.
 */
export function randomDesign(
  options: {
    readonly minImages?: number;
    readonly maxImages?: number;
    readonly library?: Library;
    /** Most lanes of a layer, and bits of a stream that a layer hands on. */
    readonly maxLanes?: number;
  } = {},
): fc.Arbitrary<RandomDesign> {
  const { minImages = 1, maxImages = 3, library = 'hls', maxLanes = Number.POSITIVE_INFINITY } = options;
  const images = fc.integer({ min: minImages, max: maxImages });
  return fc.record({ seed: fc.integer(), images }).map(({ seed, images }) => {
    const random = randomFrom(seed);
    const network = randomNetwork(random, library);
    const overlay = randomOverlay(random, network, library, maxLanes);
    const design = { network, overlay, images, board: loadBoard('ultra96'), library: loadLibrary(library) };
    const fifos = Object.fromEntries(compile(design).fifos.map((name) => [name, 1 + random(9)]));
    const pixels = randomPixels(random, images * elements(network.input.shape));
    return { design: { ...design, overlay: { ...overlay, fifos } }, pixels };
  });
}

function randomNetwork(random: Random, library: Library): Network {
  const inputType = pick(random, [BIPOLAR, TERNARY, PIXEL]);
  const side = 1 + random(7);
  const fitting = divisors(64).filter((channels) => fillsWords([side, side, channels], inputType));
  const inputShape = [side, side, pick(random, fitting)];
  const layers: Layer[] = [];
  const count = 1 + random(4);
  for (let index = 0; index < count; index++) {
    const before = layers[index - 1];
    const tensor = { shape: before?.outputShape ?? inputShape, type: before?.outputType ?? inputType };
    layers.push(randomNext(random, library, index, tensor, index === count - 1, before?.name ?? 'input'));
  }
  return networkOf(layers, inputShape);
}

/** A layer that reads the tensor; the last one of a chain gives whole memory words. */
function randomNext(
  random: Random,
  library: Library,
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
  if (op === 'maxPool' && type !== PIXEL && shape[0] === shape[1]) {
    const kernel = pick(random, divisors(shape[0]));
    const pool = maxPoolOf({ ...place, name: `pool${index}`, kernel: [kernel, kernel] });
    if (!last || fillsWords(pool.outputShape, type)) return pool;
  }
  const arithmetic = randomArithmetic(random, type, last);
  const { outputType } = arithmetic;
  if (op === 'convolution') {
    const windows = library === 'hls' ? squareWindows(random, shape) : anyWindows(random, shape);
    const [height, width] = windowCounts([shape[0], shape[1]], windows);
    const channels = divisors(64).filter((channels) => !last || fillsWords([height, width, channels], outputType));
    const mh = pick(random, last ? channels : channels.filter((channels) => channels <= 8));
    return randomLayer(random, convolutionOf({ ...place, ...arithmetic, ...windows, name: `L${index}`, mh }));
  }
  const rows = last ? divisors(64).filter((mh) => fillsWords([mh], outputType)) : [1, 2, 3, 6, 8, 12, 20];
  const size = { mw: elements(shape), mh: pick(random, rows) };
  return randomLayer(random, fullyConnectedOf({ ...place, ...arithmetic, ...size, name: `L${index}` }));
}

/** Windows that library hls has: square, without padding or dilation, with a stride that divides the kernel. */
function squareWindows(random: Random, [side]: Shape): Windows {
  const kernel = 1 + random(Math.min(side, 4));
  const stride = pick(
    random,
    divisors(kernel).filter((step) => (side - kernel) % step === 0),
  );
  return { kernel: [kernel, kernel], stride: [stride, stride], dilation: [1, 1], padding: NO_PADDING };
}

/** Windows of any kind that library finn has. */
function anyWindows(random: Random, [height, width]: Shape): Windows {
  const padding = { top: random(2), left: random(2), bottom: random(2), right: random(2) };
  const [padded, wide] = paddedSize([height, width], padding);
  const kernel: Size = [1 + random(Math.min(padded, 3)), 1 + random(Math.min(wide, 3))];
  const dilation: Size = [dilationOf(random, kernel[0], padded), dilationOf(random, kernel[1], wide)];
  return { kernel, stride: [1 + random(Math.min(padded, 3)), 1 + random(Math.min(wide, 3))], dilation, padding };
}

function dilationOf(random: Random, kernel: number, size: number): number {
  return kernel === 1 ? 1 : 1 + random(Math.min(2, Math.floor((size - 1) / (kernel - 1))));
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

function randomOverlay(random: Random, network: Network, library: Library, maxLanes: number): Overlay {
  const divisorOf = (total: number, most: number) =>
    pick(
      random,
      divisors(total).filter((divisor) => divisor <= most),
    );
  const layers = network.layers.filter(isMatrixLayer).map((layer) => {
    const pe = divisorOf(layer.mh, maxLanes);
    return { name: layer.name, pe, simd: divisorOf(lanesOf(layer), maxLanes / pe) };
  });
  const widths: Record<string, number> = {};
  for (const [index, name] of handOnStreams(network).slice(0, -1).entries()) {
    const { outputShape, outputType } = network.layers[index];
    if (random(2) === 0) widths[name] = divisorOf(elements(outputShape) * outputType.bits, maxLanes);
  }
  return { network: network.name, library, boards: [], source: '', layers, fifos: {}, widths };
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
