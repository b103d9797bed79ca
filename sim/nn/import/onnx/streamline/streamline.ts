import { type ClassReals, elements, type NetworkInput } from '../../../network.js';
import { NO_PADDING } from '../../../windows.js';
import type { Graph, Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { poolWindowsOf } from '../operators/windows.js';
import { elementStep, evaluate, isElementOperator, QUANTIZERS } from './element-steps.js';
import { latticeOf } from './lattice.js';
import type { LayerDraft } from './layer-draft.js';
import { pictureView } from './picture.js';
import { pixelCodes } from './pixels.js';
import { canonicalPlaces, isMap, LAYOUT_OPERATORS, moved } from './places.js';
import { scoresOf } from './scores.js';
import {
  type Codes,
  channelsOf,
  type ElementStep,
  type Pixels,
  type PoolStep,
  type Signal,
  type Sums,
} from './signal.js';
import { identitySums, nodeOf, paddingField, SUM_OPERATORS } from './sums.js';
import { thresholded } from './thresholds.js';
import { Constants } from './weights.js';

/** A graph as layers of integers and thresholds. */
export interface Streamlined {
  readonly input: NetworkInput;
  readonly layers: readonly LayerDraft[];
  /** What the scores of the last layer stand for, where they have scales or offsets of their own. */
  readonly reals?: ClassReals;
}

/** Operators at the end that change numbers and not their order. */
const CLASS_OPERATORS = ['Softmax'];

/**
 * Turns a graph whose weights and activations are quantized into layers with thresholds: what lies between two quantizers
 * becomes sums of products of integers, and thresholds where the graph's own arithmetic steps.
 * @param range real numbers that the pixels 0 and 255 stand for
 * @throws InputError that names the node that has no place in such layers
 */
export function streamline(graph: Graph, range: readonly [number, number]): Streamlined {
  return new Streamliner(graph, range).streamline();
}

class Streamliner {
  private readonly constants: Constants;
  private readonly signals = new Map<string, Signal>();
  private readonly codes = new Map<Signal, Codes>();
  private readonly layers: LayerDraft[] = [];
  private input: NetworkInput | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly range: readonly [number, number],
  ) {
    this.constants = new Constants(graph);
  }

  streamline(): Streamlined {
    const { steps } = this.graph;
    this.readInput();
    const computed = steps.filter(({ constant }) => !constant);
    const body = CLASS_OPERATORS.includes(computed[computed.length - 1]?.operator.type)
      ? computed.slice(0, -1)
      : computed;
    if (body.length === 0) throw this.graph.error('no operator works on the input');
    for (const step of body) this.signals.set(step.operator.outputs[0], this.signalOf(step));
    const last = body[body.length - 1];
    const reals = this.writeOutput(this.signals.get(last.operator.outputs[0])!, last);
    return { input: this.input!, layers: this.layers, ...(reals === undefined ? {} : { reals }) };
  }

  private readInput(): void {
    const { inputs, outputs, error } = this.graph;
    if (inputs.length !== 1 || outputs.length !== 1) {
      throw error(`found ${inputs.length} inputs and ${outputs.length} outputs, allowed: one of each`);
    }
    const [{ name, type }] = inputs;
    if (type !== 'FLOAT') throw error(`the input is of ${type}, allowed: FLOAT`);
    const { picture, shape, places } = pictureView(this.graph);
    const source: Pixels = { kind: 'pixels', shape: picture.shape };
    this.signals.set(name, { source, elementSteps: [], pools: [], shape, places });
  }

  private signalOf(step: Step): Signal {
    const { type, inputs } = step.operator;
    const computed = inputs.filter((name) => this.signals.has(name));
    if (computed.length > 1)
      throw step.error('combines tensors that both depend on the input, which layers with thresholds do not');
    const signal = this.signals.get(computed[0])!;
    if (computed[0] !== inputs[0] && !['Add', 'Mul', 'Sub'].includes(type)) {
      throw step.error('the input of the graph is in the place of a constant');
    }
    if (LAYOUT_OPERATORS.includes(type)) return this.withoutPadding(signal, step, () => moved(signal, step));
    if (isElementOperator(type)) return this.withoutPadding(signal, step, () => this.elementSignal(signal, step));
    if (type === 'MaxPool') return this.withoutPadding(signal, step, () => this.poolSignal(signal, step));
    if (type === 'Pad') return this.padSignal(signal, step);
    const sums = SUM_OPERATORS[type];
    if (sums === undefined) throw step.error('has no place in layers with thresholds');
    const { graph, constants } = this;
    const source = sums({ graph, constants, step, codes: this.codesOf(signal, step), view: signal });
    const shape = graph.types.get(step.operator.outputs[0])!.shape;
    return { source, elementSteps: [], pools: [], shape, places: canonicalPlaces(source.shape) };
  }

  private withoutPadding(signal: Signal, step: Step, next: () => Signal): Signal {
    if (signal.padding === undefined) return next();
    throw step.error('reads padding, allowed: a convolution behind a Pad');
  }

  private elementSignal(signal: Signal, step: Step): Signal {
    const { inputs } = step.operator;
    const operands = inputs.map((name) =>
      name === '' || this.signals.has(name) ? undefined : this.constants.get(name),
    );
    const shape = this.graph.types.get(step.operator.outputs[0])!.shape;
    if (elements(shape) !== elements(signal.shape)) throw step.error(`makes [${signal.shape}] larger, to [${shape}]`);
    const element = elementStep(signal, step, operands);
    const differs = element.operands.some((tensor) => tensor?.data.some((value) => value !== tensor.data[0]));
    if (signal.source.kind === 'pixels' && differs && isQuantized(signal)) {
      const { places } = signal;
      return { source: this.codesOf(signal, step), elementSteps: [element], pools: [], shape, places };
    }
    return { ...signal, shape, elementSteps: [...signal.elementSteps, element] };
  }

  private poolSignal(signal: Signal, step: Step): Signal {
    const { source, pools, elementSteps } = signal;
    const node = nodeOf(this.graph, step);
    const { kernel, stride, dilation, padding, counts, input } = poolWindowsOf(node, node.input(0));
    const before = pools.length === 0 ? source.shape : pools[pools.length - 1].shape;
    if (!isMap(signal, before)) throw step.error(`reads [${signal.shape}], which is no map of the network`);
    if (elements(dilation) !== 1) throw step.error(`dilations are [${dilation}], allowed: 1`);
    const lacking = (axis: 0 | 1, front: number) =>
      Math.max((counts[axis] - 1) * stride[axis] + kernel[axis] - input[axis] - front, 0);
    const shape = [...counts, before[2]];
    const pool: PoolStep = {
      ...{ step, after: elementSteps.length, kernel, stride, shape },
      padding: { ...padding, bottom: lacking(0, padding.top), right: lacking(1, padding.left) },
    };
    const inGraph = this.graph.types.get(step.operator.outputs[0])!.shape;
    return { ...signal, pools: [...pools, pool], shape: inGraph, places: canonicalPlaces(shape) };
  }

  private padSignal(signal: Signal, step: Step): Signal {
    const { before, behind, value } = planPadding(nodeOf(this.graph, step));
    const filling = this.constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? value;
    const isSpatial = signal.shape.length === 4 && [0, 1].every((axis) => before[axis] === 0 && behind[axis] === 0);
    if (!isSpatial || filling !== 0) throw step.error('pads otherwise than height and width with zeros');
    const { top, left, bottom, right } = signal.padding ?? NO_PADDING;
    const padding = {
      top: top + before[2],
      left: left + before[3],
      bottom: bottom + behind[2],
      right: right + behind[3],
    };
    return { ...signal, padding, shape: this.graph.types.get(step.operator.outputs[0])!.shape };
  }

  /** The integers of a tensor, whose layers are made where they are not there yet. @param reader for messages */
  private codesOf(signal: Signal, reader: Step): Codes {
    const { padding: _, ...unpadded } = signal;
    const key = [...this.codes.keys()].find((known) => sameFunction(known, unpadded));
    if (key !== undefined) return this.codes.get(key)!;
    const codes = this.makeCodes(signal, reader);
    this.codes.set(unpadded, codes);
    return codes;
  }

  private makeCodes(signal: Signal, reader: Step): Codes {
    const { source, elementSteps, pools } = signal;
    if (source.kind === 'pixels') return this.inputCodes({ ...signal, source }, reader);
    if (source.kind === 'codes') {
      const known = elementSteps.length === 0 ? source : relabelled(source, elementSteps);
      if (known !== undefined) return this.pooled(known, pools);
    } else if (!isQuantized(signal)) {
      throw reader.error('reads a tensor that is not quantized, allowed: what Quant and the like give');
    }
    const sums: Sums = source.kind === 'sums' ? source : identitySums(elementSteps[0].step, source);
    const { layer, parameters, codes } = thresholded({ ...signal, source: sums });
    const name = this.push(sums.step, sums.reads.name, layer, parameters);
    return this.pooled({ ...codes, name }, pools);
  }

  private inputCodes(signal: Signal & { readonly source: Pixels }, reader: Step): Codes {
    const { codes, pixels } = pixelCodes(signal, this.range, reader);
    const { shape, type } = codes;
    if (signal.pools.length > 0) throw signal.pools[0].step.error('pools pixels, allowed: what a layer gives');
    const input: NetworkInput = { shape, type, pixels, paddedFeatures: elements(shape) };
    if (this.input !== undefined && JSON.stringify(this.input) !== JSON.stringify(input)) {
      throw reader.error('reads the input by another rule than a node before it');
    }
    this.input = input;
    return { ...codes, name: 'input' };
  }

  /** What overhangs does not count in the graph: codes 0 around a map must be the smallest. */
  private pooled(codes: Codes, pools: readonly PoolStep[]): Codes {
    let before = codes;
    for (const { step, kernel, stride, padding, shape } of pools) {
      const field = paddingField(padding);
      if (field.padding !== undefined && before.type.encoding === 'signed') {
        throw step.error('pads signed numbers, allowed: no padding, or numbers of one sign');
      }
      const name = this.push(step, before.name, { op: 'maxPool', kernel, stride, ...field });
      before = { ...before, name, shape };
    }
    return before;
  }

  private writeOutput(signal: Signal, last: Step): ClassReals | undefined {
    if (signal.source.kind === 'sums' && !isQuantized(signal)) {
      const source: Sums = signal.source;
      if (signal.pools.length > 0) throw signal.pools[0].step.error('pools scores, allowed: what is quantized');
      const { layer, parameters, reals } = scoresOf({ ...signal, source });
      if (reals !== undefined && source.shape.length > 1) {
        throw last.error(
          'gives the channels of a map scales or offsets of their own, allowed: one scale, or a quantizer',
        );
      }
      this.push(source.step, source.reads.name, layer, parameters);
      return reals;
    }
    const { name } = this.codesOf(signal, last);
    if (this.layers[this.layers.length - 1]?.name !== name) throw last.error('the output is no layer of its own');
    return undefined;
  }

  private push(
    { operator }: Step,
    input: string,
    layer: LayerDraft['layer'],
    parameters?: LayerDraft['parameters'],
  ): string {
    const plain = `${operator.type.toLowerCase()}-${operator.index}`;
    const name = this.layers.some((other) => other.name === plain) ? `${plain}-${this.layers.length}` : plain;
    this.layers.push({ name, input, layer, ...(parameters === undefined ? {} : { parameters }) });
    return name;
  }
}

/** Whether a signal's numbers are few. */
function isQuantized({ elementSteps }: Signal): boolean {
  return elementSteps.some(({ step }) => QUANTIZERS.includes(step.operator.type));
}

/** Codes whose integers stand for other real numbers behind operators; undefined where the integers themselves change. */
function relabelled(codes: Codes, steps: readonly ElementStep[]): Codes | undefined {
  const { integers, unit, shape } = codes;
  const channels = channelsOf(shape);
  const reals = Float64Array.from(
    { length: integers.length * channels },
    (_, place) => integers[Math.floor(place / channels)] * unit,
  );
  const results = evaluate(steps, reals, channels);
  const levels = integers.map((_, index) => results[index * channels]);
  const areAlike = results.every((value, place) => value === levels[Math.floor(place / channels)]);
  const lattice =
    areAlike && levels.every((level, index) => index === 0 || level > levels[index - 1])
      ? latticeOf(levels)
      : undefined;
  return lattice?.integers.join() === integers.join() ? { ...codes, unit: lattice.unit } : undefined;
}

/** Signals that differ only in how they lie in the graph have the same codes. */
function sameFunction(a: Signal, b: Signal): boolean {
  return a.source === b.source && sameList(a.elementSteps, b.elementSteps) && sameList(a.pools, b.pools);
}

function sameList<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
