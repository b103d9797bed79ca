import type { IntegerParameters } from '../../../integer-layers.js';
import { type Matrix, rowInFile } from '../matrix.js';
import type { Tensor } from '../model.js';
import type { Node } from '../node.js';
import { fusedClamp } from './activation.js';
import type { Converted } from './converted.js';

/** Requantization in floating point is for scales below this, as XNNPACK has it. */
const MAX_SCALE = 256;

/** A layer of integers with weights. */
export function convertMatrix(node: Node, matrix: Matrix): Converted {
  const zeroPoint = weightZeroPoint(node);
  return {
    layer: {
      op: `integer${matrix.kind}`,
      ...matrix.geometry,
      ...(zeroPoint === 0 ? {} : { weightZeroPoint: zeroPoint }),
      requantize: { rule: 'scale' },
      activation: node.typeOf(node.output),
      ...fusedClamp(node, matrix.activation),
    },
    inputs: [node.input(0)],
    parameters: parametersOf(node, matrix),
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

function parametersOf(node: Node, matrix: Matrix): IntegerParameters {
  const tensor = node.input(1);
  const { data, type, index } = tensor;
  const { rows, elements } = matrix;
  if ((type !== 'INT8' && type !== 'UINT8') || data.length !== elements) {
    const found = `the weights, tensor ${index}, are ${data.length} bytes of ${type}`;
    throw node.error(`${found}, allowed: ${elements} constants of INT8 or UINT8`);
  }
  const offset = type === 'UINT8' ? 128 : 0;
  const columns = elements / rows;
  const weights = new Int8Array(elements);
  for (let row = 0; row < rows; row++) {
    const { first, step } = rowInFile(matrix, row);
    for (let column = 0; column < columns; column++) {
      weights[row * columns + column] = data[first + column * step] - offset;
    }
  }
  return { weights, bias: biasOf(node, rows), multipliers: scalesOf(node, tensor, matrix) };
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
function scalesOf(node: Node, { scales, quantizedAxis, index }: Tensor, { rows, rowAxis }: Matrix): Float32Array {
  const perChannel = scales.length === rows && (rows === 1 || quantizedAxis === rowAxis);
  if (scales.length !== 1 && !perChannel) {
    const found = `the weights, tensor ${index}, have ${scales.length} scales along axis ${quantizedAxis}`;
    throw node.error(`${found}, allowed: 1, or ${rows} along axis ${rowAxis}`);
  }
  const [input, output] = [node.typeOf(node.input(0)).scale, node.typeOf(node.output).scale];
  return Float32Array.from({ length: rows }, (_, row) => {
    const scale = Math.fround(Math.fround(input * scales[perChannel ? row : 0]) / output);
    if (scale > 0 && scale < MAX_SCALE) return scale;
    throw node.error(`output ${row} is scaled by ${scale}, allowed: more than 0 and less than ${MAX_SCALE}`);
  });
}
