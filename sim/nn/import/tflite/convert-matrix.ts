import type { IntegerParameters } from '../../integer-layers.js';
import type { Padding } from '../../layer-fields.js';
import { fusedActivation } from './activation.js';
import type { Converted } from './converted.js';
import type { FlatTable } from './flat-table.js';
import type { Tensor } from './model.js';
import type { Node } from './node.js';
import { CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED } from './schema.js';
import { paddingOf } from './windows.js';

/** Requantization in floating point is for scales below this, as XNNPACK has it. */
const MAX_SCALE = 256;

export function convertConvolution(node: Node): Converted {
  const [outputs, ...kernel] = weightShape(node, 4);
  const channels = kernel[2];
  const [, , inputChannels] = mapOf(node);
  if (inputChannels % channels !== 0)
    throw node.error(`weights of ${channels} channels, the input has ${inputChannels}`);
  const groups = inputChannels / channels;
  return {
    layer: {
      op: 'integerConvolution',
      outputChannels: outputs,
      ...windowsOf(node, CONV_2D, [kernel[0], kernel[1]]),
      ...(groups === 1 ? {} : { groups }),
      ...arithmeticOf(node, CONV_2D),
    },
    inputs: [node.input(0)],
    parameters: parametersOf(node, outputs, 0, (row, column, columns) => row * columns + column),
  };
}

export function convertDepthwise(node: Node): Converted {
  const [one, height, width, outputs] = weightShape(node, 4);
  const [, , channels] = mapOf(node);
  if (one !== 1 || outputs % channels !== 0) {
    throw node.error(`weights of [${one},${height},${width},${outputs}], the input has ${channels} channels`);
  }
  return {
    layer: {
      op: 'integerConvolution',
      outputChannels: outputs,
      ...windowsOf(node, DEPTHWISE_CONV_2D, [height, width]),
      groups: channels,
      ...arithmeticOf(node, DEPTHWISE_CONV_2D),
    },
    inputs: [node.input(0)],
    parameters: parametersOf(node, outputs, 3, (row, column) => column * outputs + row),
  };
}

export function convertFullyConnected(node: Node): Converted {
  const [outputs] = weightShape(node, 2);
  const format = node.options.int8(FULLY_CONNECTED.weights_format);
  if (format !== 0) throw node.error(`found weights of format ${format}, allowed: 0 (row after row)`);
  return {
    layer: { op: 'integerFullyConnected', outputFeatures: outputs, ...arithmeticOf(node, FULLY_CONNECTED) },
    inputs: [node.input(0)],
    parameters: parametersOf(node, outputs, 0, (row, column, columns) => row * columns + column),
  };
}

function weightShape(node: Node, dimensions: number): readonly number[] {
  const { shape, index } = node.input(1);
  if (shape.length === dimensions && shape.every((size) => size > 0)) return shape;
  throw node.error(`the weights, tensor ${index}, are [${shape}], allowed: ${dimensions} sizes`);
}

function mapOf(node: Node): readonly number[] {
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

function pair(options: FlatTable, first: WindowFields['padding'], second: WindowFields['padding'], absent = 0) {
  return [options.int32(first, absent), options.int32(second, absent)] as const;
}

/** What the layers with weights have in common. */
function arithmeticOf(node: Node, fields: Pick<typeof CONV_2D, 'activation'>) {
  const zeroPoint = weightZeroPoint(node);
  return {
    ...(zeroPoint === 0 ? {} : { weightZeroPoint: zeroPoint }),
    requantize: { rule: 'scale' },
    activation: node.typeOf(node.output),
    ...fusedActivation(node, fields.activation),
  };
}

/** Unsigned weights are read 128 lower, and so is their zero point. */
function weightZeroPoint(node: Node): number {
  const { zeroPoints, type, index } = node.input(1);
  const [first = 0] = zeroPoints;
  const zeroPoint = type === 'UINT8' ? first - 128 : first;
  if (zeroPoints.every((other) => other === first) && zeroPoint >= -128 && zeroPoint < 128) return zeroPoint;
  throw node.error(
    `the weights, tensor ${index}, have zero points ${zeroPoints.slice(0, 4)}, allowed: one 8-bit number`,
  );
}

/** @param placeOf where in the file the weight of a row and a column is */
function parametersOf(
  node: Node,
  rows: number,
  channelAxis: number,
  placeOf: (row: number, column: number, columns: number) => number,
): IntegerParameters {
  const tensor = node.input(1);
  const { data, type, shape, index } = tensor;
  const count = shape.reduce((product, size) => product * size, 1);
  if ((type !== 'INT8' && type !== 'UINT8') || data.length !== count) {
    const found = `the weights, tensor ${index}, are ${data.length} bytes of ${type}`;
    throw node.error(`${found}, allowed: ${count} constants of INT8 or UINT8`);
  }
  const offset = type === 'UINT8' ? 128 : 0;
  const columns = count / rows;
  const weights = new Int8Array(count);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      weights[row * columns + column] = data[placeOf(row, column, columns)] - offset;
    }
  }
  return { weights, bias: biasOf(node, rows), multipliers: scalesOf(node, tensor, rows, channelAxis) };
}

function biasOf(node: Node, rows: number): Int32Array {
  const tensor = node.optionalInput(2);
  if (tensor === undefined) return new Int32Array(rows);
  const { data, type, index } = tensor;
  if (type === 'INT32' && data.length === 4 * rows) return new Int32Array(new Uint8Array(data).buffer);
  const found = `the bias, tensor ${index}, is ${data.length} bytes of ${type}`;
  throw node.error(`${found}, allowed: ${rows} constants of INT32`);
}

/** Scale of the input times those of the weights over that of the output, in 32-bit floating point. */
function scalesOf(
  node: Node,
  { scales, quantizedAxis, index }: Tensor,
  rows: number,
  channelAxis: number,
): Float32Array {
  const perChannel = scales.length === rows && (rows === 1 || quantizedAxis === channelAxis);
  if (scales.length !== 1 && !perChannel) {
    const found = `the weights, tensor ${index}, have ${scales.length} scales along axis ${quantizedAxis}`;
    throw node.error(`${found}, allowed: 1, or ${rows} along axis ${channelAxis}`);
  }
  const [input, output] = [node.typeOf(node.input(0)).scale, node.typeOf(node.output).scale];
  return Float32Array.from({ length: rows }, (_, row) => {
    const scale = Math.fround(Math.fround(input * scales[perChannel ? row : 0]) / output);
    if (scale > 0 && scale < MAX_SCALE) return scale;
    throw node.error(`output ${row} is scaled by ${scale}, allowed: more than 0 and less than ${MAX_SCALE}`);
  });
}
