import fc from 'fast-check';
import { accumulatorRange } from '../../sim/nn/accumulator.js';
import { BIPOLAR, BIT, type DataType, TERNARY, valueRange } from '../../sim/nn/data-type.js';
import { elements, type Layer, type Network, type Padding, type Shape, type Size } from '../../sim/nn/network.js';
import { paddedSize } from '../../sim/nn/windows.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from './layers.js';
import { type Random, randomFrom, randomLayer, randomPixels } from './random-layer.js';

export { networkOf } from './layers.js';
export * from './random-layer.js';

/** A network with all its parameters, and pictures for it. */
export interface RandomCase {
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly images: number;
}

/**
 * What random networks may have beside fully connected layers of 1-bit weights: convolutions (some of them grouped), max pools,
 * ternary weights, 8-bit signed inputs, unsigned codes of up to 4 bits, and a last layer without thresholds.
 */
export type Feature = 'convolution' | 'maxPool' | 'ternaryWeights' | 'signedInput' | 'unsigned' | 'scores';
const FEATURES: readonly Feature[] = ['convolution', 'maxPool', 'ternaryWeights', 'signedInput', 'unsigned', 'scores'];

const SIGNED_PIXEL: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const UNSIGNED = [1, 2, 3, 4].map((bits): DataType => ({ bits, encoding: 'unsigned', narrow: false, scale: 1 }));
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: DataType;
}

/** What is drawn of a layer; what it can have of it depends on what it reads. */
interface Draft {
  readonly op: Layer['op'];
  readonly outputs: number;
  readonly channels: number;
  readonly outputType: DataType;
  readonly weightType: DataType;
  readonly scores: boolean;
  readonly matches: boolean;
  readonly accumulatorShift: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
  readonly groups: number;
  /** Layers between it and the one that it reads. */
  readonly back: number;
}

/** Networks of up to four layers of any sizes, each reading any earlier one, with some or all of the features. */
export function randomCase(features: readonly Feature[] = FEATURES): fc.Arbitrary<RandomCase> {
  const has = (feature: Feature) => features.includes(feature);
  const unsigned = has('unsigned') ? UNSIGNED : [];
  const spatial = has('convolution') || has('maxPool');
  const hidden = { scores: fc.constant(false), back: fc.integer({ min: 0, max: 3 }) };
  const last = { scores: has('scores') ? fc.boolean() : fc.constant(false), back: fc.constant(0) };
  return fc
    .record({
      shape: spatial ? fc.oneof(vectorShape, { weight: 4, arbitrary: mapShape }) : vectorShape,
      paddedBy: fc.integer({ min: 0, max: 70 }),
      inputType: fc.constantFrom(
        BIPOLAR,
        ...(has('signedInput') ? [SIGNED_PIXEL] : []),
        ...(has('unsigned') ? UNSIGNED : []),
      ),
      codes: has('unsigned') ? fc.boolean() : fc.constant(false),
      threshold: fc.integer({ min: 0, max: 255 }),
      range: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
      hidden: fc.array(draft(features, [BIPOLAR, TERNARY, ...unsigned], 200, hidden), { maxLength: 3 }),
      last: draft(features, [BIPOLAR, TERNARY, BIT, ...unsigned], 70, last),
      images: fc.integer({ min: 1, max: 5 }),
      seed: fc.integer(),
    })
    .map(({ shape, paddedBy, inputType, codes, threshold, range: [from, to], hidden, last, images, seed }) => {
      const random = randomFrom(seed);
      const isMap = shape.length === 3;
      const inputShape = isMap ? shape : [elements(shape) + paddedBy];
      const tensors: Tensor[] = [{ name: 'input', shape: inputShape, type: inputType }];
      const layers = [...hidden, last].map((drafted, index) => {
        const layer = realize(random, `L${index}`, drafted, tensors[Math.max(index - drafted.back, 0)]);
        tensors.push({ name: layer.name, shape: layer.outputShape, type: layer.outputType });
        return layer;
      });
      const network = networkOf(layers, shape);
      const { bits } = inputType;
      const input: Network['input'] = {
        shape,
        type: inputType,
        pixels: codes ? { rule: 'codes' } : bits === 1 ? { rule: 'threshold', threshold } : { rule: 'range', from, to },
        paddedFeatures: elements(inputShape),
      };
      return { network: { ...network, input }, images, pixels: randomPixels(random, elements(shape) * images) };
    });
}

const vectorShape = fc.tuple(fc.integer({ min: 1, max: 300 }));
const mapShape = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 8 }),
);

function draft(
  features: readonly Feature[],
  outputTypes: readonly DataType[],
  mostOutputs: number,
  place: { readonly scores: fc.Arbitrary<boolean>; readonly back: fc.Arbitrary<number> },
): fc.Arbitrary<Draft> {
  const pair = (max: number): fc.Arbitrary<Size> => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
  const margin = fc.integer({ min: 0, max: 2 });
  const windowed = features.filter((feature) => feature === 'convolution' || feature === 'maxPool');
  return fc.record({
    op: fc.constantFrom('fullyConnected', ...windowed),
    outputs: fc.integer({ min: 1, max: mostOutputs }),
    channels: fc.integer({ min: 1, max: 40 }),
    groups: fc.integer({ min: 1, max: 4 }),
    outputType: fc.constantFrom(...outputTypes),
    weightType: features.includes('ternaryWeights') ? fc.constantFrom(BIPOLAR, TERNARY) : fc.constant(BIPOLAR),
    matches: fc.boolean(),
    accumulatorShift: fc.integer({ min: 0, max: 1 }),
    kernel: pair(4),
    stride: pair(3),
    dilation: pair(2),
    padding: fc.record({ top: margin, left: margin, bottom: margin, right: margin }),
    ...place,
  });
}

/** The layer as far as what it reads allows: fully connected where that is no map, windows no larger than the map. */
function realize(random: Random, name: string, drafted: Draft, { name: input, shape, type }: Tensor): Layer {
  const place = { name, input, inputShape: shape, inputType: type };
  const op = shape.length === 3 ? drafted.op : 'fullyConnected';
  if (op === 'maxPool') {
    const { stride, padding } = drafted;
    const kernel = largestKernel(paddedSize([shape[0], shape[1]], padding), drafted.kernel, [1, 1]);
    return maxPoolOf({ ...place, kernel, stride, padding });
  }
  if (op === 'fullyConnected') {
    const [mw, mh] = [elements(shape), drafted.outputs];
    return randomLayer(random, fullyConnectedOf({ ...place, mw, mh, ...arithmetic(drafted, type, mw) }));
  }
  const { stride, dilation, padding } = drafted;
  const groups = greatestCommonDivisor(drafted.groups, shape[2]);
  const mh = drafted.channels * groups;
  const kernel = largestKernel(paddedSize([shape[0], shape[1]], padding), drafted.kernel, dilation);
  const windows = { kernel, stride, dilation, padding };
  const mw = (kernel[0] * kernel[1] * shape[2]) / groups;
  return randomLayer(random, convolutionOf({ ...place, mh, groups, ...windows, ...arithmetic(drafted, type, mw) }));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** At most the given kernel, and small enough for its window to fit. */
function largestKernel(padded: Size, kernel: Size, dilation: Size): Size {
  const along = (axis: 0 | 1) => Math.min(kernel[axis], Math.floor((padded[axis] - 1) / dilation[axis]) + 1);
  return [along(0), along(1)];
}

/** Scores only where the accumulators fit them, matches only of bipolar codes. */
function arithmetic(
  { outputType, weightType, matches, accumulatorShift, scores }: Draft,
  inputType: DataType,
  mw: number,
) {
  const binary = inputType === BIPOLAR && weightType === BIPOLAR;
  const types = { inputType, weightType, accumulate: binary && matches ? 'matches' : 'sum' } as const;
  const { min, max } = accumulatorRange({ ...types, mw });
  const allowed = valueRange(SCORE);
  const raw = scores && min >= allowed.min && max <= allowed.max;
  return raw
    ? { ...types, outputType: SCORE, accumulatorShift: 0, thresholded: false }
    : { ...types, outputType, accumulatorShift, thresholded: true };
}

/** Layers of `sizes` features, one after the other, with 1-bit weights and random parameters. */
export function randomChain(random: Random, sizes: readonly number[], activation: DataType, output: DataType): Network {
  const layers = sizes.slice(1).map((mh, index) => {
    const layer = fullyConnectedOf({
      name: `L${index}`,
      input: index === 0 ? 'input' : `L${index - 1}`,
      mw: sizes[index],
      mh,
      inputType: index === 0 ? BIPOLAR : activation,
      outputType: index === sizes.length - 2 ? output : activation,
      accumulate: activation === BIPOLAR ? 'matches' : 'sum',
    });
    return randomLayer(random, layer);
  });
  return networkOf(layers, [sizes[0]]);
}
