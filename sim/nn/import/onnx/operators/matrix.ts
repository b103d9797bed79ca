import { elements } from '../../../network.js';
import type { Node, Operand, Plan } from '../node.js';
import { createValues, type Tensor, type TensorType } from '../tensor.js';
import { broadcastPlaces, broadcastShape } from './broadcast.js';

/** A product of matrices, or of stacks of them. */
export interface PlannedProduct {
  readonly rows: number;
  readonly columns: number;
  /** Numbers that are multiplied and added for each of the output. */
  readonly depth: number;
  /** Where the matrix of each place of the stack begins. */
  readonly matrices: readonly { readonly a: number; readonly b: number }[];
  readonly shape: readonly number[];
}

/** Shapes of a product: vectors are matrices of one row or column, axes before the last two are repeated. */
export function planProduct(node: Node, a: Operand, b: Operand): PlannedProduct {
  if (a.shape.length === 0 || b.shape.length === 0) throw node.error('a factor is a number, allowed: matrices');
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [[rows, depth], [height, columns]] = [left.slice(-2), right.slice(-2)];
  if (depth !== height) throw node.error(`[${a.shape}] cannot be multiplied with [${b.shape}]`);
  const [stackA, stackB] = [left.slice(0, -2), right.slice(0, -2)];
  const stack = broadcastShape(node, stackA, stackB);
  const [placeA, placeB] = [broadcastPlaces(stackA, stack), broadcastPlaces(stackB, stack)];
  const matrices = Array.from({ length: elements(stack) }, (_, place) => ({
    a: placeA(place) * rows * depth,
    b: placeB(place) * depth * columns,
  }));
  const shape = [...stack, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return { rows, columns, depth, matrices, shape };
}

/** Sums of products, in floating point of 64 bits. */
export function multiply(
  { rows, columns, depth, matrices }: PlannedProduct,
  a: Tensor,
  b: Tensor,
  give: (sum: number, row: number, column: number, place: number) => void,
): void {
  let place = 0;
  for (const matrix of matrices) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let index = 0; index < depth; index++) {
          sum += a.data[matrix.a + row * depth + index] * b.data[matrix.b + index * columns + column];
        }
        give(sum, row, column, place++);
      }
    }
  }
}

export function planMatMul(node: Node): Plan {
  const [a, b] = [node.typedInput(0, ['FLOAT']), node.typedInput(1, ['FLOAT'])];
  const planned = planProduct(node, a, b);
  const output: TensorType = { type: 'FLOAT', shape: planned.shape };
  return {
    outputs: [output],
    run: ([left, right], precision) => {
      const data = createValues(output, precision);
      multiply(planned, left!, right!, (sum, _row, _column, place) => {
        data[place] = sum;
      });
      return [{ ...output, data }];
    },
  };
}

/** alpha A B + beta C, where A and B may be transposed. */
export function planGemm(node: Node): Plan {
  const [a, b] = [node.typedInput(0, ['FLOAT']), node.typedInput(1, ['FLOAT'])];
  if (a.shape.length !== 2 || b.shape.length !== 2)
    throw node.error(`reads [${a.shape}] and [${b.shape}], allowed: matrices`);
  const [transposedA, transposedB] = [node.int('transA', 0) === 1, node.int('transB', 0) === 1];
  const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)];
  const [rows, depth] = transposedA ? [a.shape[1], a.shape[0]] : a.shape;
  const [height, columns] = transposedB ? [b.shape[1], b.shape[0]] : b.shape;
  if (depth !== height) throw node.error(`[${a.shape}] cannot be multiplied with [${b.shape}]`);
  const output: TensorType = { type: 'FLOAT', shape: [rows, columns] };
  const added = node.optionalInput(2)?.shape;
  if (added !== undefined && broadcastShape(node, added, output.shape).join() !== output.shape.join()) {
    throw node.shapeError(2, `what can be repeated to [${output.shape}]`);
  }
  const [stepA, nextA] = transposedA ? [1, rows] : [depth, 1];
  const [stepB, nextB] = transposedB ? [depth, 1] : [1, columns];
  return {
    outputs: [output],
    run: ([left, right, third], precision) => {
      const data = createValues(output, precision);
      const places = broadcastPlaces(added ?? [], output.shape);
      for (let place = 0; place < data.length; place++) {
        const [row, column] = [Math.floor(place / columns), place % columns];
        let sum = 0;
        for (let index = 0; index < depth; index++) {
          sum += left!.data[row * stepA + index * nextA] * right!.data[column * stepB + index * nextB];
        }
        data[place] = alpha * sum + (third === undefined ? 0 : beta * third.data[places(place)]);
      }
      return [{ ...output, data }];
    },
  };
}
