import { elements } from '../../../network.js';
import type { Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { poolWindowsOf, reachedPadding } from '../operators/windows.js';
import { isMap } from '../streamline/places.js';
import { nodeOf, paddingField } from '../streamline/reading.js';
import { type Conversion, UNBOUNDED } from './conversion.js';
import { finish } from './finish.js';
import { type Pending, sameType, type TensorValue } from './tensors.js';

/** The largest code of each window. */
export function maxPooled(value: TensorValue, step: Step, conversion: Conversion): TensorValue {
  if (value.kind !== 'codes' && value.kind !== 'reals') throw step.error('pools what is not quantized, allowed: codes');
  const node = nodeOf(conversion.graph, step);
  const windows = poolWindowsOf(node, node.input(0));
  const { kernel, stride, dilation, counts } = windows;
  conversion.requireMap(value, value.codes, step);
  if (elements(dilation) !== 1) throw step.error(`dilations are [${dilation}], allowed: 1`);
  const layer = { op: 'integerMaxPool', kernel, stride, ...paddingField(reachedPadding(windows)) };
  const name = conversion.push(step, { inputs: [value.codes.name], layer });
  return conversion.onMap(value.kind, { ...value.codes, name, shape: [...counts, value.codes.shape[2]] }, step);
}

/** Zeros around a map. */
export function padded(value: TensorValue, step: Step, conversion: Conversion): TensorValue {
  if (value.kind !== 'reals') throw step.error('pads what is not quantized, allowed: what DequantizeLinear gives');
  const { before, behind, value: absent } = planPadding(nodeOf(conversion.graph, step));
  const filling = conversion.constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? absent;
  conversion.requireMap(value, value.codes, step);
  if (before[0] + behind[0] + before[1] + behind[1] > 0 || filling !== 0) {
    throw step.error('pads otherwise than height and width with zeros');
  }
  const padding = { top: before[2], left: before[3], bottom: behind[2], right: behind[3] };
  const name = conversion.push(step, { inputs: [value.codes.name], layer: { op: 'pad', padding } });
  const [height, width, channels] = value.codes.shape;
  const shape = [before[2] + height + behind[2], before[3] + width + behind[3], channels];
  return conversion.onMap('reals', { ...value.codes, name, shape }, step);
}

/**
 * Tensors one behind the other.
 * @param values what the inputs of the operator are
 */
export function joined(values: readonly (TensorValue | undefined)[], step: Step, conversion: Conversion): TensorValue {
  const inputs = values.map((value) => {
    if (value?.kind === 'reals' || value?.kind === 'codes') return value.codes;
    throw step.error('joins what is not quantized, allowed: what DequantizeLinear gives');
  });
  const first = values[0]!;
  const node = nodeOf(conversion.graph, step);
  const axis = node.axis(node.int('axis', 1), first.shape.length);
  const areMaps = values.every((value, index) => isMap(value!, inputs[index].shape));
  if (!areMaps || axis === 0)
    throw step.error(`joins [${first.shape}] along axis ${axis}, allowed: maps along channels, height or width`);
  const from = { kind: 'joined', inputs, axis: [2, 0, 1][axis - 1] } as const;
  const size = inputs.reduce((sum, { shape }) => sum + shape[from.axis], 0);
  const shape = inputs[0].shape.map((length, at) => (at === from.axis ? size : length));
  const pending: Pending = { ...conversion.placed(shape, step), kind: 'pending', step, from, bounds: UNBOUNDED };
  if (first.kind === 'reals') return pending;
  if (inputs.some(({ type }) => !sameType(type, inputs[0].type))) throw step.error('joins codes of different types');
  return { ...conversion.placed(shape, step), kind: 'codes', codes: finish(pending, inputs[0].type, conversion) };
}
