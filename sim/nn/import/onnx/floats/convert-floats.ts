import { elements } from '../../../network.js';
import { windowSize } from '../../../windows.js';
import type { Graph, Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { type PlannedWindows, poolWindowsOf } from '../operators/windows.js';
import { pictureView } from '../streamline/picture.js';
import { canonicalPlaces, isMap, LAYOUT_OPERATORS, moved } from '../streamline/places.js';
import type { View } from '../streamline/signal.js';
import { nodeOf, paddingField } from '../streamline/sums.js';
import { Constants } from '../streamline/weights.js';
import { channelOperator, foldedBias } from './channels.js';
import type { FloatDraft, RealTensor, UnnamedFloat } from './float-draft.js';
import { convolution, gemm, matMul } from './products.js';

const PRODUCTS = { Conv: convolution, Gemm: gemm, MatMul: matMul } as const;
/** Operators whose constants are numbers for each channel. */
const CHANNEL_OPERATORS = ['Add', 'BatchNormalization', 'Div', 'Mul', 'Sub'];
/** Largest number of 32-bit floating point: a bound that is none. */
const LARGEST = 3.4028234663852886e38;

/**
 * Turns a graph of real numbers into layers of them.
 * @throws InputError that names the node that has no such layer
 */
export function convertFloats(graph: Graph): readonly FloatDraft[] {
  return new Converter(graph).convert();
}

class Converter {
  private readonly constants: Constants;
  private readonly tensors = new Map<string, RealTensor>();
  private readonly layers: FloatDraft[] = [];

  constructor(private readonly graph: Graph) {
    this.constants = new Constants(graph);
  }

  convert(): readonly FloatDraft[] {
    const { inputs, outputs, steps, error } = this.graph;
    if (inputs.length !== 1 || outputs.length !== 1 || inputs[0].type !== 'FLOAT') {
      throw error(`found ${inputs.length} inputs and ${outputs.length} outputs, allowed: one of each, of FLOAT`);
    }
    const { shape, places, picture } = pictureView(this.graph);
    this.tensors.set(inputs[0].name, { name: 'input', networkShape: picture.shape, shape, places });
    for (const step of steps) {
      if (!step.constant) this.tensors.set(step.operator.outputs[0], this.tensorOf(step));
    }
    const output = this.tensors.get(outputs[0]);
    if (output === undefined || this.layers[this.layers.length - 1]?.name !== output.name) {
      throw error('the output is no layer of its own');
    }
    return this.layers;
  }

  private tensorOf(step: Step): RealTensor {
    const { type, inputs } = step.operator;
    const computed = inputs.flatMap((name) => this.tensors.get(name) ?? []);
    const [tensor] = computed;
    if (type === 'Add' && computed.length === 2) return this.sum(computed[0], computed[1], step);
    if (type === 'Concat') return this.joined(computed, step);
    if (computed.length !== 1) throw step.error('combines tensors that both depend on the input');
    if (LAYOUT_OPERATORS.includes(type)) return moved(tensor, step);
    if (CHANNEL_OPERATORS.includes(type)) return this.onChannels(tensor, step);
    if (this.tensors.get(inputs[0]) !== tensor)
      throw step.error('the input of the graph is in the place of a constant');
    switch (type) {
      case 'Relu':
        return this.push(step, [tensor], { layer: { op: 'floatRelu' }, tensors: [] }, tensor);
      case 'Clip':
        return this.push(
          step,
          [tensor],
          { layer: { op: 'floatClamp', range: this.bounds(step) }, tensors: [] },
          tensor,
        );
      case 'Softmax':
        return this.softmax(tensor, step);
      case 'MaxPool':
      case 'AveragePool':
        return this.pool(tensor, step);
      case 'GlobalAveragePool':
      case 'ReduceMean':
        return this.mean(tensor, step);
      case 'Pad':
        return this.padded(tensor, step);
      case 'Conv':
        this.requireMap(tensor, step);
        return this.product(tensor, step, PRODUCTS.Conv);
      case 'Gemm':
      case 'MatMul':
        return this.product(tensor, step, PRODUCTS[type]);
      default:
        throw step.error('has no layer of real numbers');
    }
  }

  private product(tensor: RealTensor, step: Step, make: (typeof PRODUCTS)[keyof typeof PRODUCTS]): RealTensor {
    const { graph, constants } = this;
    const draft = make({ graph, constants, step, view: tensor });
    const [, channels, height, width] = graph.types.get(step.operator.outputs[0])!.shape;
    const isVector = draft.layer.op === 'floatFullyConnected';
    const outputs = draft.layer.outputFeatures as number;
    return this.placed(step, [tensor], draft, isVector ? [outputs] : [height, width, channels]);
  }

  /** A constant behind products is their bias where nothing else reads them; else channels are normalised by it. */
  private onChannels(tensor: RealTensor, step: Step): RealTensor {
    const { inputs } = step.operator;
    const before = inputs.find((name) => this.tensors.get(name) === tensor)!;
    const readers = this.graph.steps.filter(({ operator }) => operator.inputs.includes(before));
    const last = this.layers.findIndex(({ name }) => name === tensor.name);
    if (readers.length === 1 && last >= 0 && step.operator.type === 'Add') {
      const folded = foldedBias(this.layers[last], tensor, step, this.constants);
      if (folded !== undefined) {
        this.layers[last] = folded;
        return { ...tensor, shape: this.shapeBehind(step, tensor) };
      }
    }
    const draft = channelOperator(this.graph, tensor, step, this.constants, inputs.indexOf(before));
    return { ...this.push(step, [tensor], draft, tensor), shape: this.shapeBehind(step, tensor) };
  }

  private shapeBehind(step: Step, { shape }: View): readonly number[] {
    const after = this.graph.types.get(step.operator.outputs[0])!.shape;
    if (elements(after) === elements(shape)) return after;
    throw step.error(`makes [${shape}] larger, to [${after}]`);
  }

  private sum(a: RealTensor, b: RealTensor, step: Step): RealTensor {
    const isPlain = a.networkShape.join() === b.networkShape.join() && a.shape.join() === b.shape.join();
    if (!isPlain || a.places.some((place, index) => place !== b.places[index])) {
      throw step.error(`adds [${a.shape}] and [${b.shape}], allowed: one shape`);
    }
    return this.push(step, [a, b], { layer: { op: 'floatAdd' }, tensors: [] }, a);
  }

  private joined(inputs: readonly RealTensor[], step: Step): RealTensor {
    const [first] = inputs;
    if (inputs.length !== step.operator.inputs.length) throw step.error('joins constants, allowed: what layers give');
    const node = nodeOf(this.graph, step);
    const axis = node.axis(node.int('axis', 1), first.shape.length);
    const areMaps = inputs.every((tensor) => isMap(tensor, tensor.networkShape));
    if (!areMaps || axis === 0) throw step.error(`joins [${first.shape}] along axis ${axis}, allowed: maps`);
    const [, channels, height, width] = this.graph.types.get(step.operator.outputs[0])!.shape;
    const draft = { layer: { op: 'floatConcat', axis: [2, 0, 1][axis - 1] }, tensors: [] };
    return this.placed(step, inputs, draft, [height, width, channels]);
  }

  private bounds({ operator: { inputs, attributes } }: Step): readonly [number, number] {
    const bound = (name: string, index: number, absent: number) => {
      const attribute = attributes.get(name);
      return (
        this.constants.get(inputs[index] ?? '')?.data[0] ?? (attribute?.kind === 'FLOAT' ? attribute.value : absent)
      );
    };
    return [Math.max(bound('min', 1, -LARGEST), -LARGEST), Math.min(bound('max', 2, LARGEST), LARGEST)];
  }

  private softmax(tensor: RealTensor, step: Step): RealTensor {
    const isVector = tensor.shape[tensor.shape.length - 1] === tensor.places.length;
    if (!isVector || tensor.networkShape.length !== 1)
      throw step.error(`is over [${tensor.shape}], allowed: one vector`);
    return this.push(step, [tensor], { layer: { op: 'floatSoftmax' }, tensors: [] }, tensor);
  }

  private pool(tensor: RealTensor, step: Step): RealTensor {
    this.requireMap(tensor, step);
    const node = nodeOf(this.graph, step);
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
    return this.placed(step, [tensor], { layer, tensors: [] }, [...counts, tensor.networkShape[2]]);
  }

  private mean(tensor: RealTensor, step: Step): RealTensor {
    this.requireMap(tensor, step);
    const channels = tensor.networkShape[2];
    if (step.operator.type === 'ReduceMean') {
      const node = nodeOf(this.graph, step);
      const axes = (node.ints('axes') ?? node.optionalIntegers(1) ?? []).map((axis) => node.axis(axis, 4));
      if ([...axes].sort().join() !== '2,3')
        throw step.error(`averages axes [${axes}], allowed: height and width of a map`);
    }
    const flat = this.graph.types.get(step.operator.outputs[0])!.shape.length === 2;
    const draft = { layer: { op: 'floatMean', ...(flat ? { flat } : {}) }, tensors: [] };
    return this.placed(step, [tensor], draft, flat ? [channels] : [1, 1, channels]);
  }

  private padded(tensor: RealTensor, step: Step): RealTensor {
    this.requireMap(tensor, step);
    const { before, behind, value } = planPadding(nodeOf(this.graph, step));
    const filling = this.constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? value;
    if (before[0] + behind[0] + before[1] + behind[1] > 0 || filling !== 0) {
      throw step.error('pads otherwise than height and width with zeros');
    }
    const padding = { top: before[2], left: before[3], bottom: behind[2], right: behind[3] };
    const [, channels, height, width] = this.graph.types.get(step.operator.outputs[0])!.shape;
    return this.placed(step, [tensor], { layer: { op: 'floatPad', padding }, tensors: [] }, [height, width, channels]);
  }

  private requireMap(tensor: RealTensor, step: Step): void {
    if (!isMap(tensor, tensor.networkShape))
      throw step.error(`reads [${tensor.shape}], which is no map of the network`);
  }

  /** A layer whose output lies as the graph has it. */
  private placed(
    step: Step,
    inputs: readonly RealTensor[],
    draft: UnnamedFloat,
    networkShape: readonly number[],
  ): RealTensor {
    const shape = this.graph.types.get(step.operator.outputs[0])!.shape;
    return this.push(step, inputs, draft, { name: '', networkShape, shape, places: canonicalPlaces(networkShape) });
  }

  /** A layer whose output lies as another tensor does. */
  private push({ operator }: Step, inputs: readonly RealTensor[], draft: UnnamedFloat, like: RealTensor): RealTensor {
    const name = `${operator.type.toLowerCase()}-${operator.index}`;
    this.layers.push({ name, inputs: inputs.map((tensor) => tensor.name), ...draft });
    return { ...like, name };
  }
}

/** Rows and columns below and to the right that windows reach: `ceil_mode` goes beyond the padding, and some rows no window sees. */
function reachedPadding(windows: PlannedWindows): PlannedWindows['padding'] {
  const { counts, stride, input, padding } = windows;
  const covered = windowSize(windows);
  const behind = (axis: 0 | 1, before: number) =>
    Math.max((counts[axis] - 1) * stride[axis] + covered[axis] - input[axis] - before, 0);
  return { ...padding, bottom: behind(0, padding.top), right: behind(1, padding.left) };
}
