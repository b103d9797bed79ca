import { scaleOf } from '../../sim/nn/fix-position.js';
import type { Padding, Shape, Size } from '../../sim/nn/layer-fields.js';

/** An output of a layer, or the input. */
export interface Tensor {
  readonly name: string;
  /** Height, width, channels; or features alone. */
  readonly shape: Shape;
}

/**
 * How windows overhang a map: by as many rows and columns on each side, or as a framework lets them.
 * - `same`: TensorFlow's, as many windows as a stride fits into the map; the odd row and column at the bottom and the right.
 * - `valid`: not at all.
 * - `ceil`: Caffe's pools, whose last windows overhang at the bottom and the right.
 */
export type Overhang = number | 'same' | 'valid' | 'ceil';

/** What a convolution does with its sums. */
export type Activation = 'relu' | 'leaky' | 'none';

export interface ConvolutionOptions {
  readonly kernel: number | Size;
  readonly outputs: number;
  /** Default: 1. */
  readonly stride?: number;
  /** Default: `same`. */
  readonly padding?: Overhang;
  /** Default: 1. */
  readonly groups?: number;
  /** Default: `relu`. */
  readonly activation?: Activation;
}

export interface PoolOptions {
  readonly kernel: number | Size;
  /** Default: the kernel. */
  readonly stride?: number;
  /** Default: `valid`. */
  readonly padding?: Overhang;
}

/** A layer as a network file has it, in the order of its keys. */
export type LayerEntry = Readonly<Record<string, unknown>>;

/** Fix positions of tensors that nobody calibrated; they do not matter for shapes and cycles. */
export const INPUT_POSITION = 7;
const ACTIVATION_POSITION = 4;
const WEIGHT_POSITION = 7;
const RELU = { clamp: [0, 127] } as const;

/** Layers of 8-bit integers with the DPU's arithmetic, one after the other; each method adds one and gives its output. */
export class Graph {
  readonly layers: LayerEntry[] = [];
  /** Shapes of their outputs. */
  readonly shapes: Shape[] = [];
  readonly input: Tensor;
  /** Names of layers that software reads, where it is not the last one alone. */
  readonly exposed: string[] = [];
  private last: string;

  constructor(shape: Shape) {
    this.input = { name: 'input', shape };
    this.last = this.input.name;
  }

  convolution(from: Tensor, name: string, options: ConvolutionOptions): Tensor {
    const { stride = 1, padding = 'same', groups = 1, activation = 'relu', outputs } = options;
    const kernel = sizeOf(options.kernel);
    const margins = marginsOf(padding, from.shape, kernel, stride);
    const fields = {
      outputChannels: outputs,
      kernel: shortSize(kernel),
      ...(stride === 1 ? {} : { stride }),
      ...shortMargins(margins),
      ...(groups === 1 ? {} : { groups }),
      ...requantize(from, activation),
    };
    const shape = [...windowsOf(from.shape, kernel, stride, margins), outputs];
    return this.add('integerConvolution', name, [from], fields, shape);
  }

  /** A kernel of its own for each channel. */
  depthwise(from: Tensor, name: string, options: Omit<ConvolutionOptions, 'outputs' | 'groups'>): Tensor {
    const [, , channels] = from.shape;
    return this.convolution(from, name, { ...options, outputs: channels, groups: channels });
  }

  fullyConnected(from: Tensor, name: string, outputs: number, activation: Activation = 'none'): Tensor {
    const fields = { outputFeatures: outputs, ...requantize(from, activation) };
    return this.add('integerFullyConnected', name, [from], fields, [outputs]);
  }

  maxPool(from: Tensor, name: string, options: PoolOptions): Tensor {
    return this.pool('integerMaxPool', from, name, options, {});
  }

  averagePool(from: Tensor, name: string, options: PoolOptions): Tensor {
    return this.pool('averagePool', from, name, options, { division: 'powerOfTwo' });
  }

  /** The average over the whole map. */
  globalAverage(from: Tensor, name: string): Tensor {
    const [height, width] = from.shape;
    return this.averagePool(from, name, { kernel: [height, width] });
  }

  sum(a: Tensor, b: Tensor, name: string, activation: Exclude<Activation, 'leaky'> = 'none'): Tensor {
    const fields = { rule: 'powerOfTwo', ...(activation === 'relu' ? RELU : {}) };
    return this.add('add', name, [a, b], fields, a.shape);
  }

  /** Channels of maps of one size, one behind the other. */
  concat(from: readonly Tensor[], name: string): Tensor {
    const [height, width] = from[0].shape;
    const channels = from.reduce((sum, { shape }) => sum + shape[2], 0);
    return this.add('concat', name, from, { axis: 2 }, [height, width, channels]);
  }

  upsample(from: Tensor, name: string, factor: number): Tensor {
    const [height, width, channels] = from.shape;
    return this.add('upsample', name, [from], { factor }, [factor * height, factor * width, channels]);
  }

  spaceToDepth(from: Tensor, name: string, block: number): Tensor {
    const [height, width, channels] = from.shape;
    return this.add('spaceToDepth', name, [from], { block }, [height / block, width / block, channels * block ** 2]);
  }

  /** Says that software reads a tensor. */
  expose({ name }: Tensor): void {
    this.exposed.push(name);
  }

  private pool(op: string, from: Tensor, name: string, options: PoolOptions, fields: LayerEntry): Tensor {
    const kernel = sizeOf(options.kernel);
    const { stride, padding = 'valid' } = options;
    const margins = marginsOf(padding, from.shape, kernel, stride ?? kernel[0]);
    const shape = [...windowsOf(from.shape, kernel, stride ?? kernel[0], margins), from.shape[2]];
    const lying = { kernel: shortSize(kernel), ...(stride === undefined ? {} : { stride }), ...shortMargins(margins) };
    return this.add(op, name, [from], { ...lying, ...fields }, shape);
  }

  private add(op: string, name: string, from: readonly Tensor[], fields: LayerEntry, shape: Shape): Tensor {
    const inputs = from.map((tensor) => tensor.name);
    const chained = inputs.length === 1 && inputs[0] === this.last;
    this.layers.push({ name, op, ...(chained ? {} : { inputs }), ...fields });
    this.shapes.push(shape);
    this.last = name;
    return { name, shape };
  }
}

/** Sums become activations; those of the first layers are of a finer type. */
function requantize({ name }: Tensor, activation: Activation): LayerEntry {
  const ofInput = name === 'input';
  const shift = WEIGHT_POSITION + (ofInput ? INPUT_POSITION - ACTIVATION_POSITION : 0);
  return {
    requantize: { rule: 'powerOfTwo', shift, ...(activation === 'leaky' ? { leaky: true } : {}) },
    ...(ofInput ? { activation: { bits: 8, encoding: 'signed', scale: scaleOf(ACTIVATION_POSITION) } } : {}),
    ...(activation === 'relu' ? RELU : {}),
  };
}

function sizeOf(size: number | Size): Size {
  return typeof size === 'number' ? [size, size] : size;
}

function shortSize([height, width]: Size): number | Size {
  return height === width ? height : [height, width];
}

function marginsOf(padding: Overhang, [height, width]: Shape, kernel: Size, stride: number): Padding {
  if (typeof padding === 'number') return { top: padding, left: padding, bottom: padding, right: padding };
  if (padding === 'valid') return { top: 0, left: 0, bottom: 0, right: 0 };
  const [rows, columns] = [missing(padding, height, kernel[0], stride), missing(padding, width, kernel[1], stride)];
  const [top, left] = padding === 'same' ? [rows >> 1, columns >> 1] : [0, 0];
  return { top, left, bottom: rows - top, right: columns - left };
}

/** Rows or columns that a map lacks for all its windows. */
function missing(padding: 'same' | 'ceil', length: number, kernel: number, stride: number): number {
  const count = padding === 'same' ? Math.ceil(length / stride) : Math.ceil((length - kernel) / stride) + 1;
  return Math.max((count - 1) * stride + kernel - length, 0);
}

function shortMargins({ top, left, bottom, right }: Padding): { readonly padding?: number | Partial<Padding> } {
  if (top === left && top === bottom && top === right) return top === 0 ? {} : { padding: top };
  const sides = Object.entries({ top, left, bottom, right }).filter(([, margin]) => margin > 0);
  return { padding: Object.fromEntries(sides) };
}

function windowsOf([height, width]: Shape, kernel: Size, stride: number, margins: Padding): Size {
  const along = (length: number, window: number) => Math.floor((length - window) / stride) + 1;
  return [
    along(margins.top + height + margins.bottom, kernel[0]),
    along(margins.left + width + margins.right, kernel[1]),
  ];
}
