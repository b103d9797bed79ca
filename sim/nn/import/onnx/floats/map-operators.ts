import { elements } from '../../../network.js';
import type { Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { poolWindowsOf, reachedPadding } from '../operators/windows.js';
import { isMap } from '../streamline/places.js';
import { nodeOf, paddingField } from '../streamline/reading.js';
import type { FloatConversion } from './conversion.js';
import type { RealTensor } from './float-draft.js';

/** The largest or the mean number of each window. */
export function pool(tensor: RealTensor, step: Step, conversion: FloatConversion): RealTensor {
  conversion.requireMap(tensor, step);
  const node = nodeOf(conversion.graph, step);
  const windows = poolWindowsOf(node, node.input(0));
  const { kernel, stride, dilation, counts } = windows;
  if (elements(dilation) !== 1) throw step.error(`dilations are [${dilation}], allowed: 1`);
  const padding = reachedPadding(windows);
  const isAverage = step.operator.type === 'AveragePool';
  const countsPadding = isAverage && node.int('count_include_pad', 0) === 1;
  if (countsPadding && (padding.bottom > windows.padding.bottom || padding.right > windows.padding.right)) {
    throw step.error('counts padding and overhangs it, allowed: one of them');
  }
  const layer = {
    ...{ op: isAverage ? 'floatAveragePool' : 'floatMaxPool', kernel, stride },
    ...paddingField(padding),
    ...(countsPadding ? { countsPadding } : {}),
  };
  return conversion.placed(step, [tensor], { layer, tensors: [] }, [...counts, tensor.networkShape[2]]);
}

/** The mean of a map. */
export function mean(tensor: RealTensor, step: Step, conversion: FloatConversion): RealTensor {
  conversion.requireMap(tensor, step);
  const channels = tensor.networkShape[2];
  if (step.operator.type === 'ReduceMean') {
    const node = nodeOf(conversion.graph, step);
    const axes = (node.ints('axes') ?? node.optionalIntegers(1) ?? []).map((axis) => node.axis(axis, 4));
    if ([...axes].sort().join() !== '2,3')
      throw step.error(`averages axes [${axes}], allowed: height and width of a map`);
  }
  const flat = conversion.graph.types.get(step.operator.outputs[0])!.shape.length === 2;
  const draft = { layer: { op: 'floatMean', ...(flat ? { flat } : {}) }, tensors: [] };
  return conversion.placed(step, [tensor], draft, flat ? [channels] : [1, 1, channels]);
}

/** Zeros around a map. */
export function padded(tensor: RealTensor, step: Step, conversion: FloatConversion): RealTensor {
  conversion.requireMap(tensor, step);
  const { before, behind, value } = planPadding(nodeOf(conversion.graph, step));
  const filling = conversion.constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? value;
  if (before[0] + behind[0] + before[1] + behind[1] > 0 || filling !== 0) {
    throw step.error('pads otherwise than height and width with zeros');
  }
  const padding = { top: before[2], left: before[3], bottom: behind[2], right: behind[3] };
  const [, channels, height, width] = conversion.graph.types.get(step.operator.outputs[0])!.shape;
  return conversion.placed(step, [tensor], { layer: { op: 'floatPad', padding }, tensors: [] }, [
    height,
    width,
    channels,
  ]);
}

/** Maps one behind the other. */
export function joined(inputs: readonly RealTensor[], step: Step, conversion: FloatConversion): RealTensor {
  const [first] = inputs;
  if (inputs.length !== step.operator.inputs.length) throw step.error('joins constants, allowed: what layers give');
  const node = nodeOf(conversion.graph, step);
  const axis = node.axis(node.int('axis', 1), first.shape.length);
  const areMaps = inputs.every((tensor) => isMap(tensor, tensor.networkShape));
  if (!areMaps || axis === 0) throw step.error(`joins [${first.shape}] along axis ${axis}, allowed: maps`);
  const [, channels, height, width] = conversion.graph.types.get(step.operator.outputs[0])!.shape;
  const draft = { layer: { op: 'floatConcat', axis: [2, 0, 1][axis - 1] }, tensors: [] };
  return conversion.placed(step, inputs, draft, [height, width, channels]);
}
