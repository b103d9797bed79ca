import type { DataType } from '../../data-type.js';
import type { FlatTable } from './flat-table.js';
import type { Model, Operator, Tensor } from './model.js';

/** Sizes of a shape without the batch, which must be one image. */
export type ImageShape = readonly number[];

/** An operator with its tensors, as converters read it. Every complaint names the node. */
export class Node {
  readonly name: string;

  constructor(
    private readonly model: Model,
    private readonly operator: Operator,
  ) {
    this.name = operator.name;
  }

  /** The options; @throws InputError where they are absent */
  get options(): FlatTable {
    const { options } = this.operator;
    if (options === undefined) throw this.error('its options are missing');
    return options;
  }

  /** The only output. */
  get output(): Tensor {
    const { outputs } = this.operator;
    if (outputs.length !== 1) throw this.error(`found ${outputs.length} outputs, allowed: 1`);
    return this.model.tensors[outputs[0]];
  }

  get inputCount(): number {
    return this.operator.inputs.length;
  }

  /** An input that must be there. */
  input(index: number): Tensor {
    const tensor = this.optionalInput(index);
    if (tensor === undefined) throw this.error(`input ${index} is missing`);
    return tensor;
  }

  optionalInput(index: number): Tensor | undefined {
    const tensor = this.operator.inputs[index] ?? -1;
    return tensor < 0 ? undefined : this.model.tensors[tensor];
  }

  /** One name of a list, by the number that an option has. */
  choice<Name extends string>(what: string, index: number, names: readonly string[], allowed: readonly Name[]): Name {
    const found = allowed.find((name) => name === names[index]);
    if (found !== undefined) return found;
    throw this.error(`found the ${what} ${names[index] ?? index}, allowed: ${allowed.join(', ')}`);
  }

  /** Type of a tensor of 8-bit integers with one scale. */
  typeOf(tensor: Tensor): DataType {
    return typeOf(tensor, (problem) => this.error(problem));
  }

  /** @throws InputError where a tensor is neither of real numbers nor of 8-bit integers that stand for some */
  requireNumbers(tensor: Tensor): void {
    if (!isReal(tensor)) this.typeOf(tensor);
  }

  /** Shape of a tensor of one image. */
  shapeOf(tensor: Tensor): ImageShape {
    return shapeOf(tensor, (problem) => this.error(problem));
  }

  /** Constant integers of 32 or 64 bits. */
  integers(tensor: Tensor): number[] {
    const { data, type, index } = tensor;
    const bytes = { INT32: 4, INT64: 8 }[type];
    if (bytes === undefined || data.length % bytes !== 0 || data.length === 0) {
      throw this.error(`tensor ${index} of ${data.length} bytes of ${type}, allowed: constants of INT32 or INT64`);
    }
    const copy = new Uint8Array(data).buffer;
    return type === 'INT32' ? [...new Int32Array(copy)] : Array.from(new BigInt64Array(copy), Number);
  }

  error(problem: string): Error {
    return this.model.error(`node ${this.operator.node} (${this.name}): ${problem}`);
  }
}

/** Whether a tensor has real numbers of 32 bits. */
export function isReal({ type }: Tensor): boolean {
  return type === 'FLOAT32';
}

/** Makes the error to throw. */
type Fail = (problem: string) => Error;

/** Type of a tensor of 8-bit integers with one scale. @throws InputError where it is another */
export function typeOf({ index, type, scales, zeroPoints }: Tensor, fail: Fail): DataType {
  if (type !== 'INT8' && type !== 'UINT8') throw fail(`tensor ${index} is ${type}, allowed: INT8, UINT8`);
  const [scale, zeroPoint = 0] = [scales[0], zeroPoints[0]];
  if (scales.length !== 1 || !(scale > 0) || !Number.isFinite(scale)) {
    throw fail(`tensor ${index} has ${scales.length} scales (${scale}), allowed: one positive`);
  }
  const encoding = type === 'INT8' ? 'signed' : 'unsigned';
  return { bits: 8, encoding, narrow: false, scale, zeroPoint };
}

/** Shape of a tensor of one image, without the batch. @throws InputError where it is another */
export function shapeOf({ index, shape }: Tensor, fail: Fail): ImageShape {
  const [batch, ...sizes] = shape;
  if (batch === 1 && sizes.length >= 1 && sizes.length <= 3 && sizes.every((size) => size > 0)) return sizes;
  throw fail(`tensor ${index} is [${shape}], allowed: a batch of 1 and one to three sizes`);
}
