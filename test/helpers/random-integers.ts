import fc from 'fast-check';
import { accumulatorRange } from '../../sim/nn/accumulator.js';
import { type DataType, valueRange } from '../../sim/nn/data-type.js';
import {
  type AveragePoolLayer,
  INTEGER_WEIGHT,
  type IntegerConvolutionLayer,
  type IntegerFullyConnectedLayer,
  type IntegerMatrixLayer,
  type Requantization,
} from '../../sim/nn/integer-layers.js';
import type { Clamped } from '../../sim/nn/layer-fields.js';
import {
  elements,
  isIntegerMatrixLayer,
  type Layer,
  type Network,
  type Padding,
  type Shape,
  type Size,
} from '../../sim/nn/network.js';
import { NO_PADDING, paddedSize, windowCounts } from '../../sim/nn/windows.js';
import { type Random, randomFrom, randomPixels } from './random-layer.js';

const signed = (bits: number): DataType => ({ bits, encoding: 'signed', narrow: false, scale: 1 });
const unsigned = (bits: number): DataType => ({ bits, encoding: 'unsigned', narrow: false, scale: 1 });
const around = (type: DataType, zeroPoint: number): DataType => ({ ...type, zeroPoint });
/** Types of integers between layers, up to the widest that the kernels hold. */
const TYPES = [
  ...[signed(4), signed(8), signed(16), unsigned(7), unsigned(8), unsigned(15)],
  ...[around(signed(8), -128), around(signed(8), 3), around(unsigned(8), 128), around(unsigned(8), 255)],
];
const SCORES = [...TYPES, signed(32), unsigned(32)];

interface Draft {
  readonly op: (IntegerMatrixLayer | AveragePoolLayer)['op'];
  readonly outputs: number;
  readonly outputType: DataType;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
  readonly groups: 'one' | 'two' | 'depthwise';
  readonly requantization: Requantization;
  readonly options: Clamped & Pick<IntegerMatrixLayer, 'weightZeroPoint'>;
  readonly floor: boolean;
  /** Layers between it and the one that it reads. */
  readonly back: number;
}

interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: DataType;
}

/** Networks of up to four layers of integers, each reading any earlier one, with parameters, extremes among them. */
export const randomIntegers: fc.Arbitrary<{
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly images: number;
}> = fc
  .record({
    shape: fc.tuple(upTo(9), upTo(9), upTo(20)),
    type: fc.constantFrom(signed(8), unsigned(8), around(unsigned(8), 100)),
    hidden: fc.array(draft(TYPES), { maxLength: 3 }),
    last: draft(SCORES),
    images: upTo(3),
    extreme: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ shape, type, hidden, last, images, extreme, seed }) => {
    const random = randomFrom(seed);
    const tensors: Tensor[] = [{ name: 'input', shape, type }];
    const layers = [...hidden, last].map((drafted, index) => {
      const read = tensors[Math.max(index - drafted.back, 0)];
      const layer = realize(`L${index}`, drafted, read);
      tensors.push({ name: layer.name, shape: layer.outputShape, type: layer.outputType });
      return layer.op === 'averagePool' ? layer : withRandomIntegers(random, layer, extreme);
    });
    const { min, max } = valueRange(type);
    const network: Network = {
      name: 'random',
      description: '',
      input: { shape, type, pixels: { rule: 'range', from: min, to: max }, paddedFeatures: elements(shape) },
      classes: [],
      classRule: 'none',
      layers,
    };
    const pixels = randomPixels(random, elements(shape) * images);
    return { network, images, pixels: extreme ? pixels.map((pixel) => (pixel < 128 ? 0 : 255)) : pixels };
  });

/** The layer with random weights, biases and multipliers; extremes are the ends of their types. */
export function withRandomIntegers<Kind extends IntegerMatrixLayer>(
  random: Random,
  layer: Kind,
  extreme = false,
): Kind {
  const { mw, mh, requantization } = layer;
  const any = (min: number, max: number) => (extreme ? [min, max][random(2)] : min + random(max - min + 1));
  const { rule } = requantization;
  return {
    ...layer,
    parameters: {
      weights: Int8Array.from({ length: mw * mh }, () => any(-128, 127)),
      bias: Int32Array.from({ length: mh }, () => any(-32768, 32767)),
      multipliers:
        rule === 'scale'
          ? Float32Array.from({ length: mh }, () => any(1, 2 ** 24) / 2 ** (16 + random(24)))
          : Int32Array.from({ length: rule === 'multiplyShift' ? mh : 0 }, () => any(0, 255)),
    },
  };
}

function upTo(max: number, min = 1): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

function draft(outputTypes: readonly DataType[]): fc.Arbitrary<Draft> {
  const pair = (max: number): fc.Arbitrary<Size> => fc.tuple(upTo(max), upTo(max));
  const margin = upTo(2, 0);
  return fc.record({
    op: fc.constantFrom(
      'integerFullyConnected' as const,
      'integerConvolution' as const,
      'integerConvolution' as const,
      'averagePool' as const,
    ),
    outputs: upTo(20),
    outputType: fc.constantFrom(...outputTypes),
    kernel: pair(3),
    stride: pair(3),
    dilation: pair(2),
    padding: fc.record({ top: margin, left: margin, bottom: margin, right: margin }),
    groups: fc.constantFrom('one' as const, 'two' as const, 'depthwise' as const),
    requantization: fc.oneof(
      fc.constant({ rule: 'scale' as const }),
      fc.record({
        rule: fc.constantFrom('multiplyShift' as const, 'shift' as const),
        biasShift: upTo(31, 0),
        shift: upTo(31, 0),
      }),
    ),
    options: fc.record(
      { weightZeroPoint: upTo(127, -128), clamp: fc.tuple(upTo(3, 0), upTo(7, 4)) },
      { requiredKeys: [] },
    ),
    floor: fc.boolean(),
    back: upTo(3, 0),
  });
}

/** The layer as far as what it reads allows: windows no larger than the map, sums of 32 bits. */
function realize(name: string, drafted: Draft, read: Tensor): IntegerMatrixLayer | AveragePoolLayer {
  if (drafted.op === 'integerFullyConnected' || read.shape.length !== 3) return fullyConnectedOf(name, drafted, read);
  return drafted.op === 'averagePool' ? averagePoolOf(name, drafted, read) : convolutionOf(name, drafted, read);
}

function fieldsOf(name: string, read: Tensor) {
  return { name, inputs: [read.name], inputShape: read.shape, inputType: read.type } as const;
}

function fullyConnectedOf(name: string, drafted: Draft, read: Tensor): IntegerFullyConnectedLayer {
  const { outputs: mh, outputType, requantization, options } = drafted;
  const fields = fieldsOf(name, read);
  const mw = elements(read.shape);
  return { ...fields, op: 'integerFullyConnected', outputShape: [mh], outputType, mw, mh, ...options, requantization };
}

function convolutionOf(name: string, drafted: Draft, read: Tensor): IntegerConvolutionLayer {
  const { outputType, stride, dilation, padding, requantization, options } = drafted;
  const [height, width, channels] = read.shape;
  const wanted = { one: 1, two: 2, depthwise: channels }[drafted.groups];
  const groups = channels % wanted === 0 ? wanted : 1;
  const mh = drafted.groups === 'depthwise' ? channels : groups * Math.ceil(drafted.outputs / groups);
  const padded = paddedSize([height, width], padding);
  const along = (axis: 0 | 1) => Math.min(drafted.kernel[axis], Math.floor((padded[axis] - 1) / dilation[axis]) + 1);
  const windows = { kernel: [along(0), along(1)] as const, stride, dilation, padding };
  return {
    ...fieldsOf(name, read),
    op: 'integerConvolution',
    outputShape: [...windowCounts([height, width], windows), mh],
    outputType,
    mw: (elements(windows.kernel) * channels) / groups,
    mh,
    groups,
    ...windows,
    ...options,
    requantization,
  };
}

function averagePoolOf(name: string, { kernel: wanted, stride, floor }: Draft, read: Tensor): AveragePoolLayer {
  const [height, width, channels] = read.shape;
  const kernel: Size = [Math.min(wanted[0], height), Math.min(wanted[1], width)];
  const windows = { kernel, stride, dilation: [1, 1], padding: NO_PADDING } as const;
  return {
    ...fieldsOf(name, read),
    op: 'averagePool',
    outputShape: [...windowCounts([height, width], windows), channels],
    outputType: read.type,
    kernel,
    stride,
    division: floor ? 'floor' : 'reciprocal',
  };
}

/** Whether no sum of a layer's products leaves 32 bits, as the network language demands. */
export function sumsFit(layer: Layer): boolean {
  if (!isIntegerMatrixLayer(layer)) return true;
  const weightType = { ...INTEGER_WEIGHT, zeroPoint: layer.weightZeroPoint ?? 0 };
  const sums = accumulatorRange({ ...layer, accumulate: 'sum', weightType });
  return sums.min >= -(2 ** 31) && sums.max < 2 ** 31;
}
