import { BIPOLAR } from '../../sim/nn/data-type.js';
import {
  type ConvolutionLayer,
  elements,
  type FullyConnectedLayer,
  type Layer,
  type MatrixLayer,
  type MaxPoolLayer,
  type Network,
  type Shape,
} from '../../sim/nn/network.js';
import { NO_PADDING, type Windows, windowCounts } from '../../sim/nn/windows.js';

/** 1-bit inputs, weights and outputs, counted and compared. */
const BINARY = {
  inputType: BIPOLAR,
  weightType: BIPOLAR,
  outputType: BIPOLAR,
  accumulate: 'matches',
  accumulatorShift: 0,
  thresholded: true,
} as const;

type Arithmetic = Partial<Pick<MatrixLayer, keyof typeof BINARY | 'parameters'>>;

interface Place {
  readonly name?: string;
  /** The name of the layer that it reads. */
  readonly input?: string;
}

/** A fully connected layer of which only what matters is said; for the rest it is L0, reads the input, and is binary. */
export function fullyConnectedOf({
  name = 'L0',
  input = 'input',
  mw,
  mh,
  inputShape = [mw],
  ...arithmetic
}: Place &
  Arithmetic & { readonly mw: number; readonly mh: number; readonly inputShape?: Shape }): FullyConnectedLayer {
  return {
    ...BINARY,
    name,
    op: 'fullyConnected',
    inputs: [input],
    inputShape,
    outputShape: [mh],
    mw,
    mh,
    ...arithmetic,
  };
}

/** As `fullyConnectedOf`; windows lie side by side, without dilation, padding and groups. */
export function convolutionOf({
  name = 'L0',
  input = 'input',
  inputShape,
  mh,
  kernel,
  stride = [1, 1],
  dilation = [1, 1],
  padding = NO_PADDING,
  groups = 1,
  ...arithmetic
}: Place &
  Arithmetic &
  Partial<Windows & Pick<ConvolutionLayer, 'groups'>> &
  Pick<ConvolutionLayer, 'inputShape' | 'mh' | 'kernel'>): ConvolutionLayer {
  const [height, width, channels] = inputShape;
  const windows = { kernel, stride, dilation, padding };
  const outputShape = [...windowCounts([height, width], windows), mh];
  const mw = (kernel[0] * kernel[1] * channels) / groups;
  return {
    ...BINARY,
    name,
    op: 'convolution',
    inputs: [input],
    inputShape,
    outputShape,
    mw,
    mh,
    groups,
    ...windows,
    ...arithmetic,
  };
}

/** As `fullyConnectedOf`; the stride is the kernel. */
export function maxPoolOf({
  name = 'L0',
  input = 'input',
  inputShape,
  inputType = BIPOLAR,
  kernel,
  stride = kernel,
  padding = NO_PADDING,
}: Place & Partial<MaxPoolLayer> & Pick<MaxPoolLayer, 'inputShape' | 'kernel'>): MaxPoolLayer {
  const [height, width, channels] = inputShape;
  const counts = windowCounts([height, width], { kernel, stride, dilation: [1, 1], padding });
  const outputShape = [...counts, channels];
  return {
    name,
    op: 'maxPool',
    inputs: [input],
    inputShape,
    outputShape,
    inputType,
    outputType: inputType,
    kernel,
    stride,
    padding,
  };
}

/** A network of these layers, with ten classes, whose pixels are compared with 128 where its input has one bit. */
export function networkOf(layers: readonly Layer[], shape: Shape): Network {
  const type = layers[0].inputType;
  return {
    name: 'random',
    description: '',
    input: {
      shape,
      type,
      pixels: type.bits === 1 ? { rule: 'threshold', threshold: 128 } : { rule: 'range', from: -1, to: 1 },
      paddedFeatures: elements(layers[0].inputShape),
    },
    classes: Array.from({ length: 10 }, (_, index) => `${index}`),
    classRule: layers[layers.length - 1].outputType.bits === 1 ? 'highestSetBit' : 'largestPositive',
    layers,
  };
}
