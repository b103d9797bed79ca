import type { Padding, Shape } from '../../layer-fields.js';
import type { Field, FlatTable } from './flat-table.js';
import type { Node } from './node.js';
import { CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED } from './schema.js';
import { paddingOf } from './windows.js';

/** An operator with weights, as it multiplies its input by a matrix. */
export interface Matrix {
  readonly kind: 'Convolution' | 'FullyConnected';
  /** The windows and groups, as a network file has them. */
  readonly geometry: object;
  /** Outputs, or channels of the output. */
  readonly rows: number;
  /** Axis of the weights along which these lie: the first or the last. */
  readonly rowAxis: number;
  /** Elements of the weights. */
  readonly elements: number;
  /** The field of the fused activation. */
  readonly activation: Field;
}

export function readConvolution(node: Node): Matrix {
  const [rows, height, width, channels] = weightShape(node, 4);
  const [, , inputChannels] = mapOf(node);
  if (inputChannels % channels !== 0)
    throw node.error(`weights of ${channels} channels, the input has ${inputChannels}`);
  const groups = inputChannels / channels;
  return {
    kind: 'Convolution',
    geometry: {
      outputChannels: rows,
      ...windowsOf(node, CONV_2D, [height, width]),
      ...(groups === 1 ? {} : { groups }),
    },
    rows,
    rowAxis: 0,
    elements: rows * height * width * channels,
    activation: CONV_2D.activation,
  };
}

export function readDepthwise(node: Node): Matrix {
  const [one, height, width, rows] = weightShape(node, 4);
  const [, , channels] = mapOf(node);
  if (one !== 1 || rows % channels !== 0) {
    throw node.error(`weights of [${one},${height},${width},${rows}], the input has ${channels} channels`);
  }
  return {
    kind: 'Convolution',
    geometry: { outputChannels: rows, ...windowsOf(node, DEPTHWISE_CONV_2D, [height, width]), groups: channels },
    rows,
    rowAxis: 3,
    elements: height * width * rows,
    activation: DEPTHWISE_CONV_2D.activation,
  };
}

export function readFullyConnected(node: Node): Matrix {
  const [rows, columns] = weightShape(node, 2);
  const format = node.options.int8(FULLY_CONNECTED.weights_format);
  if (format !== 0) throw node.error(`found weights of format ${format}, allowed: 0 (row after row)`);
  return {
    kind: 'FullyConnected',
    geometry: { outputFeatures: rows },
    rows,
    rowAxis: 0,
    elements: rows * columns,
    activation: FULLY_CONNECTED.activation,
  };
}

/** Where in the file the weights of a row are: column c is element `first` + c x `step`. */
export function rowInFile(
  { rows, rowAxis, elements }: Matrix,
  row: number,
): { readonly first: number; readonly step: number } {
  return rowAxis === 0 ? { first: (row * elements) / rows, step: 1 } : { first: row, step: rows };
}

function weightShape(node: Node, dimensions: number): Shape {
  const { shape, index } = node.input(1);
  if (shape.length === dimensions && shape.every((size) => size > 0)) return shape;
  throw node.error(`the weights, tensor ${index}, are [${shape}], allowed: ${dimensions} sizes`);
}

function mapOf(node: Node): Shape {
  const shape = node.shapeOf(node.input(0));
  if (shape.length === 3) return shape;
  throw node.error(`reads [1,${shape}], allowed: a batch of 1, height, width, channels`);
}

type WindowFields = Pick<typeof CONV_2D, 'padding' | 'stride_w' | 'stride_h' | 'dilation_w' | 'dilation_h'>;

function windowsOf(node: Node, fields: WindowFields, kernel: readonly [number, number]) {
  const { options } = node;
  const [stride, dilation] = [
    pair(options, fields.stride_h, fields.stride_w),
    pair(options, fields.dilation_h, fields.dilation_w, 1),
  ];
  const padding: Padding = paddingOf(node, fields.padding, { kernel, stride, dilation });
  return { kernel, stride, dilation, padding };
}

function pair(options: FlatTable, first: Field, second: Field, absent = 0) {
  return [options.int32(first, absent), options.int32(second, absent)] as const;
}
