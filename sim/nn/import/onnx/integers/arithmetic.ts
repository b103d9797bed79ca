import type { Step } from '../graph.js';
import { clipBounds } from '../streamline/clip-bounds.js';
import type { Sums } from '../streamline/signal.js';
import { SUM_OPERATORS } from '../streamline/sums.js';
import { type Conversion, UNBOUNDED } from './conversion.js';
import type { TensorValue } from './tensors.js';

/** Averages of whole maps. */
const MEANS = ['GlobalAveragePool', 'ReduceMean'];

/** Bounds of an activation behind a layer. */
export function bounded(value: TensorValue, step: Step, conversion: Conversion): TensorValue {
  const pending =
    value.kind === 'reals'
      ? { ...conversion.pending(value, step), from: { kind: 'same', input: value.codes } as const }
      : value;
  if (pending.kind !== 'pending') throw step.error('has no place here, allowed: between a layer and QuantizeLinear');
  const [least, largest] =
    step.operator.type === 'Relu' ? [0, Number.POSITIVE_INFINITY] : clipBounds(step, conversion.constants);
  const bounds = [Math.max(pending.bounds[0], least), Math.min(pending.bounds[1], largest)] as const;
  return { ...pending, bounds };
}

/** The sum of two tensors. */
export function sum(a: TensorValue, b: TensorValue, step: Step, conversion: Conversion): TensorValue {
  if (a.kind !== 'reals' || b.kind !== 'reals')
    throw step.error('adds what is not quantized, allowed: what DequantizeLinear gives');
  const isPlain =
    a.places.every((place, index) => place === b.places[index]) && a.codes.shape.join() === b.codes.shape.join();
  if (!isPlain || a.shape.join() !== b.shape.join())
    throw step.error(`adds [${a.shape}] and [${b.shape}], allowed: one shape`);
  for (const { unit, type } of [a.codes, b.codes]) {
    if (unit !== type.scale) throw step.error('reads codes by another scale than they were made with');
  }
  return { ...conversion.pending(a, step), from: { kind: 'sum', inputs: [a.codes, b.codes] } };
}

/** Constants for each output that are added to sums of products, or multiply them. */
export function adjusted(value: TensorValue, step: Step, conversion: Conversion): TensorValue {
  const { type, inputs } = step.operator;
  const constant = inputs.map((name) => conversion.constants.get(name)).find((tensor) => tensor !== undefined);
  if (
    value.kind !== 'pending' ||
    value.from.kind !== 'sums' ||
    value.bounds[0] > UNBOUNDED[0] ||
    value.bounds[1] < UNBOUNDED[1]
  ) {
    throw step.error('works on what is no sum of products, allowed: a bias or scale behind a product');
  }
  const sums = value.from;
  const { mh } = sums;
  const perOutput = constant?.data.length === mh && constant.shape.filter((size) => size > 1).length <= 1;
  if (constant === undefined || (constant.data.length !== 1 && !perOutput))
    throw step.error(`has no constants for the ${mh} outputs`);
  const of = (row: number) => constant.data[constant.data.length === 1 ? 0 : row];
  const from: Sums =
    type === 'Add'
      ? { ...sums, biases: sums.biases.map((bias, row) => bias + of(row)) }
      : {
          ...sums,
          scales: sums.scales.map((scale, row) => scale * of(row)),
          biases: sums.biases.map((bias, row) => bias * of(row)),
        };
  return { ...value, from };
}

/** Products of codes and constant weights, or averages. */
export function product(value: TensorValue, step: Step, conversion: Conversion): TensorValue {
  const { type } = step.operator;
  if (value.kind !== 'reals') throw step.error('reads what is not quantized, allowed: what DequantizeLinear gives');
  const sums = Object.hasOwn(SUM_OPERATORS, type) ? SUM_OPERATORS[type] : undefined;
  if (sums === undefined) throw step.error('has no place in layers of integers');
  const { graph, constants } = conversion;
  const { codes } = value;
  const from = sums({ graph, constants, step, codes, view: value });
  const isMean = MEANS.includes(type) && codes.unit === codes.type.scale;
  const placed = conversion.placed(from.shape, step);
  return {
    ...placed,
    kind: 'pending',
    step,
    from: isMean ? { kind: 'mean', input: codes } : from,
    bounds: UNBOUNDED,
  };
}
