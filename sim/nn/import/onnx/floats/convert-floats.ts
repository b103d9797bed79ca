import { elements } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { clipBounds } from '../streamline/clip-bounds.js';
import { pictureView } from '../streamline/picture.js';
import { LAYOUT_OPERATORS, moved } from '../streamline/places.js';
import type { View } from '../streamline/signal.js';
import type { Constants } from '../streamline/weights.js';
import { channelOperator, foldedBias } from './channels.js';
import { FloatConversion } from './conversion.js';
import type { FloatDraft, RealTensor } from './float-draft.js';
import { joined, mean, padded, pool } from './map-operators.js';
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
  private readonly conversion: FloatConversion;
  private readonly tensors = new Map<string, RealTensor>();

  constructor(graph: Graph) {
    this.conversion = new FloatConversion(graph);
  }

  convert(): readonly FloatDraft[] {
    const { inputs, outputs, steps, error } = this.conversion.graph;
    if (inputs.length !== 1 || outputs.length !== 1 || inputs[0].type !== 'FLOAT') {
      throw error(`found ${inputs.length} inputs and ${outputs.length} outputs, allowed: one of each, of FLOAT`);
    }
    const { shape, places, picture } = pictureView(this.conversion.graph);
    this.tensors.set(inputs[0].name, { name: 'input', networkShape: picture.shape, shape, places });
    for (const step of steps) {
      if (!step.constant) this.tensors.set(step.operator.outputs[0], this.tensorOf(step));
    }
    const output = this.tensors.get(outputs[0]);
    if (output === undefined || this.conversion.layers[this.conversion.layers.length - 1]?.name !== output.name) {
      throw error('the output is no layer of its own');
    }
    return this.conversion.layers;
  }

  private tensorOf(step: Step): RealTensor {
    const { type, inputs } = step.operator;
    const computed = inputs.flatMap((name) => this.tensors.get(name) ?? []);
    const [tensor] = computed;
    if (type === 'Add' && computed.length === 2) return this.sum(computed[0], computed[1], step);
    if (type === 'Concat') return joined(computed, step, this.conversion);
    if (computed.length !== 1) throw step.error('combines tensors that both depend on the input');
    if (LAYOUT_OPERATORS.includes(type)) return moved(tensor, step);
    if (CHANNEL_OPERATORS.includes(type)) return this.onChannels(tensor, step);
    if (this.tensors.get(inputs[0]) !== tensor)
      throw step.error('the input of the graph is in the place of a constant');
    switch (type) {
      case 'Relu':
        return this.conversion.push(step, [tensor], { layer: { op: 'floatRelu' }, tensors: [] }, tensor);
      case 'Clip':
        return this.conversion.push(
          step,
          [tensor],
          { layer: { op: 'floatClamp', range: boundsOf(step, this.conversion.constants) }, tensors: [] },
          tensor,
        );
      case 'Softmax':
        return this.softmax(tensor, step);
      case 'MaxPool':
      case 'AveragePool':
        return pool(tensor, step, this.conversion);
      case 'GlobalAveragePool':
      case 'ReduceMean':
        return mean(tensor, step, this.conversion);
      case 'Pad':
        return padded(tensor, step, this.conversion);
      case 'Conv':
        this.conversion.requireMap(tensor, step);
        return this.product(tensor, step, PRODUCTS.Conv);
      case 'Gemm':
      case 'MatMul':
        return this.product(tensor, step, PRODUCTS[type]);
      default:
        throw step.error('has no layer of real numbers');
    }
  }

  private product(tensor: RealTensor, step: Step, make: (typeof PRODUCTS)[keyof typeof PRODUCTS]): RealTensor {
    const { graph, constants } = this.conversion;
    const draft = make({ graph, constants, step, view: tensor });
    const [, channels, height, width] = graph.types.get(step.operator.outputs[0])!.shape;
    const isVector = draft.layer.op === 'floatFullyConnected';
    const outputs = draft.layer.outputFeatures as number;
    return this.conversion.placed(step, [tensor], draft, isVector ? [outputs] : [height, width, channels]);
  }

  /** A constant behind products is their bias where nothing else reads them; else channels are normalised by it. */
  private onChannels(tensor: RealTensor, step: Step): RealTensor {
    const { inputs } = step.operator;
    const before = inputs.find((name) => this.tensors.get(name) === tensor)!;
    const readers = this.conversion.graph.steps.filter(({ operator }) => operator.inputs.includes(before));
    const last = this.conversion.layers.findIndex(({ name }) => name === tensor.name);
    if (readers.length === 1 && last >= 0 && step.operator.type === 'Add') {
      const folded = foldedBias(this.conversion.layers[last], tensor, step, this.conversion.constants);
      if (folded !== undefined) {
        this.conversion.layers[last] = folded;
        return { ...tensor, shape: this.shapeBehind(step, tensor) };
      }
    }
    const draft = channelOperator(
      this.conversion.graph,
      tensor,
      step,
      this.conversion.constants,
      inputs.indexOf(before),
    );
    return { ...this.conversion.push(step, [tensor], draft, tensor), shape: this.shapeBehind(step, tensor) };
  }

  private shapeBehind(step: Step, { shape }: View): readonly number[] {
    const after = this.conversion.graph.types.get(step.operator.outputs[0])!.shape;
    if (elements(after) === elements(shape)) return after;
    throw step.error(`makes [${shape}] larger, to [${after}]`);
  }

  private sum(a: RealTensor, b: RealTensor, step: Step): RealTensor {
    const isPlain = a.networkShape.join() === b.networkShape.join() && a.shape.join() === b.shape.join();
    if (!isPlain || a.places.some((place, index) => place !== b.places[index])) {
      throw step.error(`adds [${a.shape}] and [${b.shape}], allowed: one shape`);
    }
    return this.conversion.push(step, [a, b], { layer: { op: 'floatAdd' }, tensors: [] }, a);
  }

  private softmax(tensor: RealTensor, step: Step): RealTensor {
    const isVector = tensor.shape[tensor.shape.length - 1] === tensor.places.length;
    if (!isVector || tensor.networkShape.length !== 1)
      throw step.error(`is over [${tensor.shape}], allowed: one vector`);
    return this.conversion.push(step, [tensor], { layer: { op: 'floatSoftmax' }, tensors: [] }, tensor);
  }
}

/** Bounds of a Clip, those of 32-bit numbers where it has none. */
function boundsOf(step: Step, constants: Constants): readonly [number, number] {
  const [least, largest] = clipBounds(step, constants);
  return [Math.max(least, -LARGEST), Math.min(largest, LARGEST)];
}
