import { type ClassReals, elements, type NetworkInput } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { CodeLayers } from './code-layers.js';
import { elementStep, isElementOperator, isQuantized } from './element-steps.js';
import type { LayerDraft } from './layer-draft.js';
import { padSignal, poolSignal } from './map-signals.js';
import { pictureView } from './picture.js';
import { canonicalPlaces, LAYOUT_OPERATORS, moved } from './places.js';
import { scoresOf } from './scores.js';
import type { Pixels, Signal, Sums } from './signal.js';
import { SUM_OPERATORS } from './sums.js';
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
  private readonly codes: CodeLayers;

  constructor(
    private readonly graph: Graph,
    range: readonly [number, number],
  ) {
    this.constants = new Constants(graph);
    this.codes = new CodeLayers(range);
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
    return { input: this.codes.input, layers: this.codes.layers, ...(reals === undefined ? {} : { reals }) };
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
    if (type === 'MaxPool') return this.withoutPadding(signal, step, () => poolSignal(signal, step, this.graph));
    if (type === 'Pad') return padSignal(signal, step, this.graph, this.constants);
    const sums = SUM_OPERATORS[type];
    if (sums === undefined) throw step.error('has no place in layers with thresholds');
    const { graph, constants } = this;
    const source = sums({ graph, constants, step, codes: this.codes.codesOf(signal, step), view: signal });
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
      return { source: this.codes.codesOf(signal, step), elementSteps: [element], pools: [], shape, places };
    }
    return { ...signal, shape, elementSteps: [...signal.elementSteps, element] };
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
      this.codes.push(source.step, source.reads.name, layer, parameters);
      return reals;
    }
    const { name } = this.codes.codesOf(signal, last);
    const { layers } = this.codes;
    if (layers[layers.length - 1]?.name !== name) throw last.error('the output is no layer of its own');
    return undefined;
  }
}
