import { elements } from '../../../network.js';
import type { Node, Plan } from '../node.js';
import { createValues, type TensorType, tensorOf, type Values } from '../tensor.js';
import { broadcastPlaces } from './broadcast.js';
import { type PlannedWindows, poolWindowsOf, tapsOf } from './windows.js';

/** The largest number of each window; what overhangs does not count. */
export function planMaxPool(node: Node): Plan {
  const maps = node.typedInput(0, ['FLOAT', 'INT8', 'UINT8']);
  node.requireInt('storage_order', 0);
  const windows = poolWindowsOf(node, maps);
  return pooling(maps, windows, (values) => values.reduce((largest, value) => Math.max(largest, value)));
}

/** The average of each window; padding counts as 0 where `count_include_pad` says so, and else not at all. */
export function planAveragePool(node: Node): Plan {
  const maps = node.typedInput(0, ['FLOAT']);
  const windows = poolWindowsOf(node, maps);
  const withPadding = node.int('count_include_pad', 0) === 1;
  return pooling(maps, windows, (values, y, x) => {
    const [rows, columns] = [tapsOf(windows, 0, y, withPadding), tapsOf(windows, 1, x, withPadding)];
    const sum = values.reduce((total, value) => total + value, 0);
    return sum / ((rows.end - rows.first) * (columns.end - columns.first));
  });
}

function pooling(
  maps: TensorType,
  windows: PlannedWindows,
  poolOf: (values: readonly number[], y: number, x: number) => number,
): Plan {
  const [batch, channels] = maps.shape;
  const output = { type: maps.type, shape: [batch, channels, ...windows.counts] };
  return {
    outputs: [output],
    run: ([input], precision) => {
      const data = createValues(output, precision);
      let place = 0;
      for (let map = 0; map < batch * channels; map++) {
        for (let y = 0; y < windows.counts[0]; y++) {
          for (let x = 0; x < windows.counts[1]; x++) {
            data[place++] = poolOf(valuesOf(windows, input!.data, map, y, x), y, x);
          }
        }
      }
      return [{ ...output, data }];
    },
  };
}

function valuesOf(windows: PlannedWindows, data: Values, map: number, y: number, x: number): number[] {
  const { input, dilation } = windows;
  const [rows, columns] = [tapsOf(windows, 0, y), tapsOf(windows, 1, x)];
  const values: number[] = [];
  for (let ky = rows.first; ky < rows.end; ky++) {
    const line = (map * input[0] + rows.origin + ky * dilation[0]) * input[1] + columns.origin;
    for (let kx = columns.first; kx < columns.end; kx++) values.push(data[line + kx * dilation[1]]);
  }
  return values;
}

/** The average of each map. */
export function planGlobalAveragePool(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  if (shape.length < 3) throw node.shapeError(0, 'batch, channels and at least one more axis');
  const output = { type, shape: [shape[0], shape[1], ...shape.slice(2).map(() => 1)] };
  const count = elements(shape.slice(2));
  return {
    outputs: [output],
    run: ([input], precision) => [
      tensorOf(output, precision, (map) => {
        const values = input!.data.subarray(map * count, (map + 1) * count);
        return sumOf(values) / count;
      }),
    ],
  };
}

/** The average along some axes, all of them by default: an attribute before version 18, an input from then on. */
export function planReduceMean(node: Node): Plan {
  const { type, shape } = node.typedInput(0, ['FLOAT']);
  node.requireInt('noop_with_empty_axes', 0);
  const given = node.ints('axes') ?? node.optionalIntegers(1) ?? [];
  const axes = given.length === 0 ? shape.map((_, axis) => axis) : given.map((axis) => node.axis(axis, shape.length));
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const outputShape = node.int('keepdims', 1) === 1 ? kept : shape.filter((_, axis) => !axes.includes(axis));
  const output = { type, shape: outputShape };
  const count = elements(shape) / elements(kept);
  return {
    outputs: [output],
    run: ([input], precision) => {
      const sums = new Float64Array(elements(kept));
      const places = broadcastPlaces(kept, shape);
      input!.data.forEach((value, place) => {
        sums[places(place)] += value;
      });
      return [tensorOf(output, precision, (place) => sums[place] / count)];
    },
  };
}

function sumOf(values: Values): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
