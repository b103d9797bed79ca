import { type DataType, valueRange } from '../../../data-type.js';
import { type ClassReals, elements, type NetworkInput } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { poolWindowsOf } from '../operators/windows.js';
import { pictureView } from '../streamline/picture.js';
import { rangeRule } from '../streamline/pixels.js';
import { canonicalPlaces, isMap, LAYOUT_OPERATORS, moved } from '../streamline/places.js';
import type { Codes, Sums, View } from '../streamline/signal.js';
import { nodeOf, paddingField, SUM_OPERATORS } from '../streamline/sums.js';
import { Constants } from '../streamline/weights.js';
import { codesOf, finish, finishScores } from './finish.js';
import type { IntegerDraft } from './integer-draft.js';
import { type Pending, sameType, type TensorValue } from './tensors.js';

/** A graph as layers of integers. */
export interface ConvertedIntegers {
  readonly input: NetworkInput;
  readonly layers: readonly IntegerDraft[];
  /** What the sums of the last layer stand for, where it is not quantized. */
  readonly reals?: ClassReals;
}

/** Operators that change numbers and not their order, as the last of a graph. */
const CLASS_OPERATORS = ['Softmax'];
/** Averages of whole maps. */
const MEANS = ['GlobalAveragePool', 'ReduceMean'];
const UNBOUNDED = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/**
 * Turns a graph of 8-bit codes between QuantizeLinear and DequantizeLinear into layers of integers.
 * @param range real numbers that the pixels 0 and 255 stand for
 * @throws InputError that names the node that has no place in such layers
 */
export function convertIntegers(graph: Graph, range: readonly [number, number]): ConvertedIntegers {
  return new Converter(graph, range).convert();
}

class Converter {
  private readonly constants: Constants;
  private readonly values = new Map<string, TensorValue>();
  private readonly layers: IntegerDraft[] = [];
  private input: NetworkInput | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly range: readonly [number, number],
  ) {
    this.constants = new Constants(graph);
  }

  convert(): ConvertedIntegers {
    const { inputs, outputs, steps, error } = this.graph;
    if (inputs.length !== 1 || outputs.length !== 1) {
      throw error(`found ${inputs.length} inputs and ${outputs.length} outputs, allowed: one of each`);
    }
    this.values.set(inputs[0].name, this.inputValue());
    const computed = steps.filter(({ constant }) => !constant);
    const body = CLASS_OPERATORS.includes(computed[computed.length - 1]?.operator.type)
      ? computed.slice(0, -1)
      : computed;
    const last = body[body.length - 1];
    if (last === undefined) throw error('no operator works on the input');
    for (const step of body) this.values.set(step.operator.outputs[0], this.valueOf(step));
    const reals = this.writeOutput(this.values.get(last.operator.outputs[0])!, last);
    return { input: this.input!, layers: this.layers, ...(reals === undefined ? {} : { reals }) };
  }

  /** Codes that the graph itself reads are those of pixels from the lowest on, by the scale of who dequantizes them. */
  private inputValue(): TensorValue {
    const [{ name, type }] = this.graph.inputs;
    const view = pictureView(this.graph);
    if (type === 'FLOAT') return { kind: 'pixels', ...view };
    const codes = new Set([name]);
    const reader = this.graph.steps.find(({ operator }) => {
      if (!codes.has(operator.inputs[0])) return false;
      for (const output of operator.outputs) codes.add(output);
      return operator.type === 'DequantizeLinear';
    });
    if (reader === undefined) throw this.graph.error(`nothing dequantizes the input of ${type}`);
    const ofCodes = this.typeOf(reader, 1, type);
    const { min, max } = valueRange(ofCodes);
    const range = [min * ofCodes.scale, max * ofCodes.scale] as const;
    return { kind: 'codes', ...view, codes: this.inputCodes(view, ofCodes, range, reader) };
  }

  private valueOf(step: Step): TensorValue {
    const { type, inputs } = step.operator;
    const value = this.values.get(inputs[0]);
    const other = this.values.get(inputs[1] ?? '');
    if (LAYOUT_OPERATORS.includes(type) && value !== undefined) return moved(value, step);
    switch (type) {
      case 'QuantizeLinear':
        return this.quantized(this.required(value, step), step);
      case 'DequantizeLinear':
        return this.dequantized(this.required(value, step), step);
      case 'Cast':
        return this.required(value, step);
      case 'Relu':
      case 'Clip':
        return this.bounded(this.required(value, step), step);
      case 'MaxPool':
        return this.maxPooled(this.required(value, step), step);
      case 'Pad':
        return this.padded(this.required(value, step), step);
      case 'Concat':
        return this.joined(step);
      case 'Add':
        if (value !== undefined && other !== undefined) return this.sum(value, other, step);
        return this.adjusted(this.required(value ?? other, step), step);
      case 'Mul':
        return this.adjusted(this.required(value ?? other, step), step);
      default:
        return this.product(this.required(value, step), step);
    }
  }

  private required(value: TensorValue | undefined, step: Step): TensorValue {
    if (value !== undefined) return value;
    throw step.error('the input of the graph is in the place of a constant');
  }

  private quantized(value: TensorValue, step: Step): TensorValue {
    const type = this.typeOf(step, 1, this.graph.types.get(step.operator.outputs[0])!.type);
    const { shape, places } = value;
    switch (value.kind) {
      case 'pixels':
        return { kind: 'codes', shape, places, codes: this.inputCodes(value, type, this.range, step) };
      case 'codes':
        throw step.error('quantizes codes, allowed: real numbers');
      case 'reals': {
        const same: Pending = { ...this.pending(value, step), from: { kind: 'same', input: value.codes } };
        return { kind: 'codes', shape, places, codes: finish(same, type, this) };
      }
      case 'pending':
        return { kind: 'codes', shape, places, codes: finish(value, type, this) };
    }
  }

  private dequantized(value: TensorValue, step: Step): TensorValue {
    const { shape, places } = value;
    const type = this.typeOf(step, 1, this.graph.types.get(step.operator.inputs[0])!.type);
    if (value.kind !== 'codes') throw step.error('reads real numbers, allowed: codes');
    const { codes } = value;
    if (type.encoding !== codes.type.encoding || (type.zeroPoint ?? 0) !== (codes.type.zeroPoint ?? 0)) {
      throw step.error('reads codes by another type or zero point than they were made with, allowed: the same');
    }
    return { kind: 'reals', shape, places, codes: { ...codes, unit: type.scale } };
  }

  /** Codes of 8 bits with one scale, by the inputs of QuantizeLinear or DequantizeLinear. */
  private typeOf({ operator, error }: Step, index: number, elementType: string): DataType {
    if (elementType !== 'INT8' && elementType !== 'UINT8')
      throw error(`has codes of ${elementType}, allowed: INT8, UINT8`);
    const [scale, zeroPoint] = [index, index + 1].map((at) => this.constants.get(operator.inputs[at] ?? ''));
    if (scale === undefined || scale.data.length !== 1 || !(scale.data[0] > 0)) {
      throw error('its scale is not one constant above 0, allowed: one scale for all activations');
    }
    const encoding = elementType === 'INT8' ? 'signed' : 'unsigned';
    return { bits: 8, encoding, narrow: false, scale: scale.data[0], zeroPoint: zeroPoint?.data[0] ?? 0 };
  }

  private inputCodes(view: View, type: DataType, range: readonly [number, number], step: Step): Codes {
    const { shape } = pictureView(this.graph).picture;
    const pixels = rangeRule(type, range);
    if (pixels === undefined) throw step.error('quantizes pixels by a rule that is no range');
    const input: NetworkInput = { shape, type, pixels, paddedFeatures: elements(shape) };
    if (this.input !== undefined && !sameType(this.input.type, type))
      throw step.error('reads the input by another type than a node before it');
    if (view.places.length !== elements(shape)) throw step.error('reads another shape than the input has');
    this.input = input;
    return codesOf('input', shape, type);
  }

  private bounded(value: TensorValue, step: Step): TensorValue {
    const pending =
      value.kind === 'reals'
        ? { ...this.pending(value, step), from: { kind: 'same', input: value.codes } as const }
        : value;
    if (pending.kind !== 'pending') throw step.error('has no place here, allowed: between a layer and QuantizeLinear');
    const [least, largest] = step.operator.type === 'Relu' ? [0, Number.POSITIVE_INFINITY] : this.clipBounds(step);
    const bounds = [Math.max(pending.bounds[0], least), Math.min(pending.bounds[1], largest)] as const;
    return { ...pending, bounds };
  }

  private clipBounds({ operator: { inputs, attributes } }: Step): [number, number] {
    const bound = (name: string, index: number, absent: number) => {
      const attribute = attributes.get(name);
      return (
        this.constants.get(inputs[index] ?? '')?.data[0] ?? (attribute?.kind === 'FLOAT' ? attribute.value : absent)
      );
    };
    return [bound('min', 1, UNBOUNDED[0]), bound('max', 2, UNBOUNDED[1])];
  }

  private maxPooled(value: TensorValue, step: Step): TensorValue {
    if (value.kind !== 'codes' && value.kind !== 'reals')
      throw step.error('pools what is not quantized, allowed: codes');
    const node = nodeOf(this.graph, step);
    const { kernel, stride, dilation, padding, counts, input } = poolWindowsOf(node, node.input(0));
    this.requireMap(value, value.codes, step);
    if (elements(dilation) !== 1) throw step.error(`dilations are [${dilation}], allowed: 1`);
    const lacking = (axis: 0 | 1, front: number) =>
      Math.max((counts[axis] - 1) * stride[axis] + kernel[axis] - input[axis] - front, 0);
    const around = { ...padding, bottom: lacking(0, padding.top), right: lacking(1, padding.left) };
    const layer = { op: 'integerMaxPool', kernel, stride, ...paddingField(around) };
    const name = this.push(step, { inputs: [value.codes.name], layer });
    return this.onMap(value.kind, { ...value.codes, name, shape: [...counts, value.codes.shape[2]] }, step);
  }

  private padded(value: TensorValue, step: Step): TensorValue {
    if (value.kind !== 'reals') throw step.error('pads what is not quantized, allowed: what DequantizeLinear gives');
    const { before, behind, value: absent } = planPadding(nodeOf(this.graph, step));
    const filling = this.constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? absent;
    this.requireMap(value, value.codes, step);
    if (before[0] + behind[0] + before[1] + behind[1] > 0 || filling !== 0) {
      throw step.error('pads otherwise than height and width with zeros');
    }
    const padding = { top: before[2], left: before[3], bottom: behind[2], right: behind[3] };
    const name = this.push(step, { inputs: [value.codes.name], layer: { op: 'pad', padding } });
    const [height, width, channels] = value.codes.shape;
    const shape = [before[2] + height + behind[2], before[3] + width + behind[3], channels];
    return this.onMap('reals', { ...value.codes, name, shape }, step);
  }

  private joined(step: Step): TensorValue {
    const values = step.operator.inputs.map((name) => this.values.get(name));
    const inputs = values.map((value) => {
      if (value?.kind === 'reals' || value?.kind === 'codes') return value.codes;
      throw step.error('joins what is not quantized, allowed: what DequantizeLinear gives');
    });
    const first = values[0]!;
    const node = nodeOf(this.graph, step);
    const axis = node.axis(node.int('axis', 1), first.shape.length);
    const areMaps = values.every((value, index) => isMap(value!, inputs[index].shape));
    if (!areMaps || axis === 0)
      throw step.error(`joins [${first.shape}] along axis ${axis}, allowed: maps along channels, height or width`);
    const from = { kind: 'joined', inputs, axis: [2, 0, 1][axis - 1] } as const;
    const size = inputs.reduce((sum, { shape }) => sum + shape[from.axis], 0);
    const shape = inputs[0].shape.map((length, at) => (at === from.axis ? size : length));
    const pending: Pending = { ...this.placed(shape, step), kind: 'pending', step, from, bounds: UNBOUNDED };
    if (first.kind === 'reals') return pending;
    if (inputs.some(({ type }) => !sameType(type, inputs[0].type))) throw step.error('joins codes of different types');
    return { ...this.placed(shape, step), kind: 'codes', codes: finish(pending, inputs[0].type, this) };
  }

  private sum(a: TensorValue, b: TensorValue, step: Step): TensorValue {
    if (a.kind !== 'reals' || b.kind !== 'reals')
      throw step.error('adds what is not quantized, allowed: what DequantizeLinear gives');
    const isPlain =
      a.places.every((place, index) => place === b.places[index]) && a.codes.shape.join() === b.codes.shape.join();
    if (!isPlain || a.shape.join() !== b.shape.join())
      throw step.error(`adds [${a.shape}] and [${b.shape}], allowed: one shape`);
    for (const { unit, type } of [a.codes, b.codes]) {
      if (unit !== type.scale) throw step.error('reads codes by another scale than they were made with');
    }
    return { ...this.pending(a, step), from: { kind: 'sum', inputs: [a.codes, b.codes] } };
  }

  /** Constants for each output that are added to sums of products, or multiply them. */
  private adjusted(value: TensorValue, step: Step): TensorValue {
    const { type, inputs } = step.operator;
    const constant = inputs.map((name) => this.constants.get(name)).find((tensor) => tensor !== undefined);
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

  private product(value: TensorValue, step: Step): TensorValue {
    const { type } = step.operator;
    if (value.kind !== 'reals') throw step.error('reads what is not quantized, allowed: what DequantizeLinear gives');
    const sums = Object.hasOwn(SUM_OPERATORS, type) ? SUM_OPERATORS[type] : undefined;
    if (sums === undefined) throw step.error('has no place in layers of integers');
    const { graph, constants } = this;
    const { codes } = value;
    const from = sums({ graph, constants, step, codes, view: value });
    const isMean = MEANS.includes(type) && codes.unit === codes.type.scale;
    const placed = this.placed(from.shape, step);
    return {
      ...placed,
      kind: 'pending',
      step,
      from: isMean ? { kind: 'mean', input: codes } : from,
      bounds: UNBOUNDED,
    };
  }

  private pending({ shape, places }: View, step: Step): Omit<Pending, 'from'> {
    return { kind: 'pending', shape, places, step, bounds: UNBOUNDED };
  }

  /** A tensor of the graph that lies in the network as the graph has it. */
  private placed(shape: readonly number[], step: Step): View {
    return { shape: this.graph.types.get(step.operator.outputs[0])!.shape, places: canonicalPlaces(shape) };
  }

  private onMap(kind: 'codes' | 'reals', codes: Codes, step: Step): TensorValue {
    return { ...this.placed(codes.shape, step), kind, codes };
  }

  private requireMap(view: View, { shape }: Codes, step: Step): void {
    if (!isMap(view, shape)) throw step.error(`reads [${view.shape}], which is no map of the network`);
  }

  private writeOutput(value: TensorValue, last: Step): ClassReals | undefined {
    if (value.kind === 'pending') {
      const { from, bounds, step } = value;
      if (from.kind !== 'sums' || from.shape.length > 1 || bounds[0] > UNBOUNDED[0] || bounds[1] < UNBOUNDED[1]) {
        throw last.error('gives what is not quantized, allowed: QuantizeLinear behind it, or a vector of sums');
      }
      finishScores(from, step, this);
      const gains = Array.from(from.scales);
      return { gains, offsets: gains.map(() => 0) };
    }
    if (value.kind === 'pixels' || this.layers[this.layers.length - 1]?.name !== value.codes.name) {
      throw last.error('the output is no layer of its own');
    }
    return undefined;
  }

  push({ operator }: Step, draft: Omit<IntegerDraft, 'name'>): string {
    const plain = `${operator.type.toLowerCase()}-${operator.index}`;
    const name = this.layers.some((other) => other.name === plain) ? `${plain}-${this.layers.length}` : plain;
    this.layers.push({ name, ...draft });
    return name;
  }
}
