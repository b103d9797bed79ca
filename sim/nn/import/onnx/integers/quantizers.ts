import { type DataType, valueRange } from '../../../data-type.js';
import { elements, type NetworkInput } from '../../../network.js';
import type { Step } from '../graph.js';
import { pictureView } from '../streamline/picture.js';
import { rangeRule } from '../streamline/pixels.js';
import type { Codes, View } from '../streamline/signal.js';
import type { Conversion } from './conversion.js';
import { codesOf, finish } from './finish.js';
import { type Pending, sameType, type TensorValue } from './tensors.js';

/** QuantizeLinear and DequantizeLinear, and what they say of the network's input. */
export class Quantizers {
  private read: NetworkInput | undefined;

  /** @param range real numbers that the pixels 0 and 255 stand for */
  constructor(
    private readonly conversion: Conversion,
    private readonly range: readonly [number, number],
  ) {}

  /** The network's input, when an operator has read it. */
  get input(): NetworkInput {
    return this.read!;
  }

  /** Codes that the graph itself reads are those of pixels from the lowest on, by the scale of who dequantizes them. */
  inputValue(): TensorValue {
    const [{ name, type }] = this.conversion.graph.inputs;
    const view = pictureView(this.conversion.graph);
    if (type === 'FLOAT') return { kind: 'pixels', ...view };
    const codes = new Set([name]);
    const reader = this.conversion.graph.steps.find(({ operator }) => {
      if (!codes.has(operator.inputs[0])) return false;
      for (const output of operator.outputs) codes.add(output);
      return operator.type === 'DequantizeLinear';
    });
    if (reader === undefined) throw this.conversion.graph.error(`nothing dequantizes the input of ${type}`);
    const ofCodes = this.typeOf(reader, 1, type);
    const { min, max } = valueRange(ofCodes);
    const range = [min * ofCodes.scale, max * ofCodes.scale] as const;
    return { kind: 'codes', ...view, codes: this.inputCodes(view, ofCodes, range, reader) };
  }

  quantized(value: TensorValue, step: Step): TensorValue {
    const type = this.typeOf(step, 1, this.conversion.graph.types.get(step.operator.outputs[0])!.type);
    const { shape, places } = value;
    switch (value.kind) {
      case 'pixels':
        return { kind: 'codes', shape, places, codes: this.inputCodes(value, type, this.range, step) };
      case 'codes':
        throw step.error('quantizes codes, allowed: real numbers');
      case 'reals': {
        const same: Pending = { ...this.conversion.pending(value, step), from: { kind: 'same', input: value.codes } };
        return { kind: 'codes', shape, places, codes: finish(same, type, this.conversion) };
      }
      case 'pending':
        return { kind: 'codes', shape, places, codes: finish(value, type, this.conversion) };
    }
  }

  dequantized(value: TensorValue, step: Step): TensorValue {
    const { shape, places } = value;
    const type = this.typeOf(step, 1, this.conversion.graph.types.get(step.operator.inputs[0])!.type);
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
    const [scale, zeroPoint] = [index, index + 1].map((at) => this.conversion.constants.get(operator.inputs[at] ?? ''));
    if (scale === undefined || scale.data.length !== 1 || !(scale.data[0] > 0)) {
      throw error('its scale is not one constant above 0, allowed: one scale for all activations');
    }
    const encoding = elementType === 'INT8' ? 'signed' : 'unsigned';
    return { bits: 8, encoding, narrow: false, scale: scale.data[0], zeroPoint: zeroPoint?.data[0] ?? 0 };
  }

  private inputCodes(view: View, type: DataType, range: readonly [number, number], step: Step): Codes {
    const { shape } = pictureView(this.conversion.graph).picture;
    const pixels = rangeRule(type, range);
    if (pixels === undefined) throw step.error('quantizes pixels by a rule that is no range');
    const input: NetworkInput = { shape, type, pixels, paddedFeatures: elements(shape) };
    if (this.read !== undefined && !sameType(this.read.type, type))
      throw step.error('reads the input by another type than a node before it');
    if (view.places.length !== elements(shape)) throw step.error('reads another shape than the input has');
    this.read = input;
    return codesOf('input', shape, type);
  }
}
