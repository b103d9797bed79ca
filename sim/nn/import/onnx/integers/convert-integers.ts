import type { ClassReals, NetworkInput } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { LAYOUT_OPERATORS, moved } from '../streamline/places.js';
import { adjusted, bounded, product, sum } from './arithmetic.js';
import { Conversion, UNBOUNDED } from './conversion.js';
import { finishScores } from './finish.js';
import type { IntegerDraft } from './integer-draft.js';
import { joined, maxPooled, padded } from './map-operators.js';
import { Quantizers } from './quantizers.js';
import type { TensorValue } from './tensors.js';

/** A graph as layers of integers. */
export interface ConvertedIntegers {
  readonly input: NetworkInput;
  readonly layers: readonly IntegerDraft[];
  /** What the sums of the last layer stand for, where it is not quantized. */
  readonly reals?: ClassReals;
}

/** Operators that change numbers and not their order, as the last of a graph. */
const CLASS_OPERATORS = ['Softmax'];

/**
 * Turns a graph of 8-bit codes between QuantizeLinear and DequantizeLinear into layers of integers.
 * @param range real numbers that the pixels 0 and 255 stand for
 * @throws InputError that names the node that has no place in such layers
 */
export function convertIntegers(graph: Graph, range: readonly [number, number]): ConvertedIntegers {
  return new Converter(graph, range).convert();
}

class Converter {
  private readonly conversion: Conversion;
  private readonly quantizers: Quantizers;
  private readonly values = new Map<string, TensorValue>();

  constructor(graph: Graph, range: readonly [number, number]) {
    this.conversion = new Conversion(graph);
    this.quantizers = new Quantizers(this.conversion, range);
  }

  convert(): ConvertedIntegers {
    const { inputs, outputs, steps, error } = this.conversion.graph;
    if (inputs.length !== 1 || outputs.length !== 1) {
      throw error(`found ${inputs.length} inputs and ${outputs.length} outputs, allowed: one of each`);
    }
    this.values.set(inputs[0].name, this.quantizers.inputValue());
    const computed = steps.filter(({ constant }) => !constant);
    const body = CLASS_OPERATORS.includes(computed[computed.length - 1]?.operator.type)
      ? computed.slice(0, -1)
      : computed;
    const last = body[body.length - 1];
    if (last === undefined) throw error('no operator works on the input');
    for (const step of body) this.values.set(step.operator.outputs[0], this.valueOf(step));
    const reals = this.writeOutput(this.values.get(last.operator.outputs[0])!, last);
    return { input: this.quantizers.input, layers: this.conversion.layers, ...(reals === undefined ? {} : { reals }) };
  }

  private valueOf(step: Step): TensorValue {
    const { type, inputs } = step.operator;
    const value = this.values.get(inputs[0]);
    const other = this.values.get(inputs[1] ?? '');
    const { conversion, quantizers } = this;
    if (LAYOUT_OPERATORS.includes(type) && value !== undefined) return moved(value, step);
    switch (type) {
      case 'QuantizeLinear':
        return quantizers.quantized(this.required(value, step), step);
      case 'DequantizeLinear':
        return quantizers.dequantized(this.required(value, step), step);
      case 'Cast':
        return this.required(value, step);
      case 'Relu':
      case 'Clip':
        return bounded(this.required(value, step), step, conversion);
      case 'MaxPool':
        return maxPooled(this.required(value, step), step, conversion);
      case 'Pad':
        return padded(this.required(value, step), step, conversion);
      case 'Concat':
        return joined(
          inputs.map((name) => this.values.get(name)),
          step,
          conversion,
        );
      case 'Add':
        if (value !== undefined && other !== undefined) return sum(value, other, step, conversion);
        return adjusted(this.required(value ?? other, step), step, conversion);
      case 'Mul':
        return adjusted(this.required(value ?? other, step), step, conversion);
      default:
        return product(this.required(value, step), step, conversion);
    }
  }

  private required(value: TensorValue | undefined, step: Step): TensorValue {
    if (value !== undefined) return value;
    throw step.error('the input of the graph is in the place of a constant');
  }

  private writeOutput(value: TensorValue, last: Step): ClassReals | undefined {
    const { layers } = this.conversion;
    if (value.kind === 'pending') {
      const { from, bounds, step } = value;
      if (from.kind !== 'sums' || from.shape.length > 1 || bounds[0] > UNBOUNDED[0] || bounds[1] < UNBOUNDED[1]) {
        throw last.error('gives what is not quantized, allowed: QuantizeLinear behind it, or a vector of sums');
      }
      finishScores(from, step, this.conversion);
      const gains = Array.from(from.scales);
      return { gains, offsets: gains.map(() => 0) };
    }
    if (value.kind === 'pixels' || layers[layers.length - 1]?.name !== value.codes.name) {
      throw last.error('the output is no layer of its own');
    }
    return undefined;
  }
}
