import type { DataType } from '../../nn/data-type.js';
import { elements, type Layer, type Shape, type Size } from '../../nn/network.js';
import { NO_PADDING, windowCounts } from '../../nn/windows.js';

/** A chain of layers without types. */
export interface ChainGeometry {
  /** Height, width and channels of an image, whose pixels have 8 bits. */
  readonly input: Shape;
  readonly layers: readonly GeometryLayer[];
}

/** Windows are square, and so are strides; `padding` lies on all four sides. */
export type GeometryLayer =
  | {
      readonly op: 'convolution';
      readonly name: string;
      readonly channels: number;
      readonly kernel: number;
      readonly stride?: number;
      readonly padding?: number;
    }
  | { readonly op: 'maxPool'; readonly name: string; readonly kernel: number; readonly stride?: number }
  | { readonly op: 'fullyConnected'; readonly name: string; readonly features: number };

/** Bits of weights and of what layers hand on, from 1 to 8 and from 1 to 16. */
export interface OperandBits {
  readonly weightBits: number;
  readonly activationBits: number;
}

/** What a layer reads. */
type Read = Pick<Layer, 'name' | 'outputShape' | 'outputType'>;

/** The layers of a geometry as layers of integers without parameters; what they hand on is not negative. */
export function layersOf({ input, layers }: ChainGeometry, bits: OperandBits): Layer[] {
  let read: Read = { name: 'input', outputShape: input, outputType: unsigned(8) };
  return layers.map((source) => {
    const layer = layerOf(source, read, bits);
    read = layer;
    return layer;
  });
}

function layerOf(source: GeometryLayer, read: Read, { weightBits, activationBits }: OperandBits): Layer {
  const { name } = source;
  const common = { name, inputs: [read.name], inputShape: read.outputShape, inputType: read.outputType };
  const matrix = { weightBits, requantization: { rule: 'scale' }, outputType: unsigned(activationBits) } as const;
  if (source.op === 'fullyConnected') {
    const { features: mh } = source;
    return { ...common, ...matrix, op: 'integerFullyConnected', mw: elements(read.outputShape), mh, outputShape: [mh] };
  }
  const [height, width, channels] = read.outputShape;
  const kernel = square(source.kernel);
  const dilation = square(1);
  if (source.op === 'maxPool') {
    const windows = { kernel, stride: square(source.stride ?? source.kernel), dilation, padding: NO_PADDING };
    const outputShape = [...windowCounts([height, width], windows), channels];
    return { ...common, ...windows, op: 'integerMaxPool', outputShape, outputType: read.outputType };
  }
  const { channels: mh, stride = 1, padding: side = 0 } = source;
  const padding = { top: side, left: side, bottom: side, right: side };
  const windows = { kernel, stride: square(stride), dilation, padding };
  const outputShape = [...windowCounts([height, width], windows), mh];
  const mw = elements(kernel) * channels;
  return { ...common, ...matrix, ...windows, op: 'integerConvolution', groups: 1, mw, mh, outputShape };
}

function square(side: number): Size {
  return [side, side];
}

function unsigned(bits: number): DataType {
  return { bits, encoding: 'unsigned', narrow: false, scale: 1 };
}
