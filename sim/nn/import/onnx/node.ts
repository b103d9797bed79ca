import { showName } from '../../../core/input/show.js';
import type { Attribute, Operator } from './model.js';
import { describeTensor, type ElementType, type Precision, type Tensor, type TensorType } from './tensor.js';

/** A tensor that an operator reads, with its numbers where they are known before anything runs. */
export interface Operand extends TensorType {
  readonly constant?: Tensor;
}

/** What an operator does, after its attributes and the shapes that it reads have been checked. */
export interface Plan {
  readonly outputs: readonly TensorType[];
  /** The outputs, where they are known before anything runs. */
  readonly known?: readonly Tensor[];
  /** Tensors of the types that were planned with, in the same order. */
  readonly run: (inputs: readonly (Tensor | undefined)[], precision: Precision) => readonly Tensor[];
}

/** Checks an operator and what it reads. @throws InputError that names the node */
export type Planner = (node: Node) => Plan;

/** An operator with what is known of its inputs, as planners read it. Every complaint names the node. */
export class Node {
  private readonly read = new Set<string>();

  constructor(
    readonly operator: Operator,
    private readonly operands: readonly (Operand | undefined)[],
    private readonly fail: (problem: string) => Error,
  ) {}

  get version(): number {
    return this.operator.version;
  }

  get inputCount(): number {
    return this.operands.length;
  }

  get outputCount(): number {
    return this.operator.outputs.length;
  }

  /** An input that must be there. */
  input(index: number): Operand {
    const operand = this.operands[index];
    if (operand === undefined) throw this.error(`input ${index} is missing`);
    return operand;
  }

  optionalInput(index: number): Operand | undefined {
    return this.operands[index];
  }

  /** An input of one of some types. */
  typedInput<Type extends ElementType>(index: number, allowed: readonly Type[]): Operand & { readonly type: Type } {
    const operand = this.input(index);
    const type = allowed.find((candidate) => candidate === operand.type);
    if (type !== undefined) return { ...operand, type };
    throw this.error(`input ${index} is ${operand.type}, allowed: ${allowed.join(', ')}`);
  }

  /** Integers that an input has before anything runs; undefined where the input is absent. */
  optionalIntegers(index: number): readonly number[] | undefined {
    const operand = this.operands[index];
    if (operand === undefined) return undefined;
    if (operand.constant === undefined) throw this.error(`input ${index} is computed, allowed: a constant`);
    const found = [...operand.constant.data];
    if (found.every(Number.isSafeInteger)) return found;
    throw this.error(`input ${index} is ${found.slice(0, 4)}, allowed: integers`);
  }

  float(name: string, absent: number): number {
    const attribute = this.attribute(name, 'FLOAT');
    return attribute === undefined ? absent : attribute.value;
  }

  int(name: string, absent: number): number {
    const attribute = this.attribute(name, 'INT');
    return attribute === undefined ? absent : attribute.value;
  }

  ints(name: string): readonly number[] | undefined {
    return this.attribute(name, 'INTS')?.value;
  }

  floats(name: string): readonly number[] | undefined {
    return this.attribute(name, 'FLOATS')?.value;
  }

  tensor(name: string): Tensor | undefined {
    return this.attribute(name, 'TENSOR')?.value;
  }

  /** One of some names. */
  choice<Name extends string>(name: string, allowed: readonly Name[], absent: Name): Name {
    const attribute = this.attribute(name, 'STRING');
    if (attribute === undefined) return absent;
    const found = allowed.find((candidate) => candidate === attribute.value);
    if (found !== undefined) return found;
    throw this.error(`attribute ${name} is ${showName(attribute.value)}, allowed: ${allowed.join(', ')}`);
  }

  /** An attribute of which nothing but one value is supported. */
  requireInt(name: string, allowed: number): void {
    const found = this.int(name, allowed);
    if (found !== allowed) throw this.error(`attribute ${name} is ${found}, allowed: ${allowed}`);
  }

  /** Takes note of attributes that change nothing here. */
  ignore(...names: string[]): void {
    for (const name of names) this.read.add(name);
  }

  /** An axis of a tensor; negative ones count from the end. */
  axis(axis: number, dimensions: number): number {
    const counted = axis < 0 ? axis + dimensions : axis;
    if (counted >= 0 && counted < dimensions) return counted;
    throw this.error(`found axis ${axis}, allowed: ${-dimensions} to ${dimensions - 1}`);
  }

  /** @throws InputError where an attribute has not been looked at */
  expectAllRead(): void {
    for (const [name, { kind }] of this.operator.attributes) {
      if (!this.read.has(name)) throw this.error(`attribute ${showName(name)} (${kind}) is not supported`);
    }
  }

  /** The error to throw where an input's shape does not fit. */
  shapeError(index: number, allowed: string): Error {
    return this.error(`input ${index} is ${describeTensor(this.input(index))}, allowed: ${allowed}`);
  }

  error(problem: string): Error {
    return this.fail(`${describeOperator(this.operator)}: ${problem}`);
  }

  private attribute<Kind extends Attribute['kind']>(
    name: string,
    kind: Kind,
  ): Extract<Attribute, { kind: Kind }> | undefined {
    this.read.add(name);
    const found = this.operator.attributes.get(name);
    if (found === undefined) return undefined;
    if (found.kind === kind) return found as Extract<Attribute, { kind: Kind }>;
    throw this.error(`attribute ${name} is of kind ${found.kind}, allowed: ${kind}`);
  }
}

/** `node 3 (Conv, conv1)` for messages. */
export function describeOperator({ index, type, domain, name }: Operator): string {
  const place = name === '' ? '' : `, ${showName(name)}`;
  return `node ${index} (${domain === '' ? '' : `${showName(domain)}::`}${showName(type)}${place})`;
}
