import type { DataType } from '../../../data-type.js';
import type { Step } from '../graph.js';
import type { Codes, Sums, View } from '../streamline/signal.js';

/** Pictures as real numbers, before they are quantized. */
export interface RealPixels extends View {
  readonly kind: 'pixels';
}

/** Codes of 8 bits, as they are in the network. */
export interface CodeTensor extends View {
  readonly kind: 'codes';
  readonly codes: Codes;
}

/** The real numbers that codes stand for: DequantizeLinear of them. */
export interface RealCodes extends View {
  readonly kind: 'reals';
  readonly codes: Codes;
}

/** Real numbers that wait for the type that they are quantized to. */
export interface Pending extends View {
  readonly kind: 'pending';
  /** The operator that gives them, for names and messages. */
  readonly step: Step;
  readonly from: Sums | SumOfTwo | Joined | Mean | Rescaled;
  /** Bounds of the activations behind it. */
  readonly bounds: readonly [least: number, largest: number];
}

/** The sum of two tensors. */
export interface SumOfTwo {
  readonly kind: 'sum';
  readonly inputs: readonly [Codes, Codes];
}

/** Tensors one behind the other. */
export interface Joined {
  readonly kind: 'joined';
  readonly inputs: readonly Codes[];
  /** Axis of the network's shape. */
  readonly axis: number;
}

/** The average of each channel. */
export interface Mean {
  readonly kind: 'mean';
  readonly input: Codes;
}

/** The same numbers. */
export interface Rescaled {
  readonly kind: 'same';
  readonly input: Codes;
}

export type TensorValue = RealPixels | CodeTensor | RealCodes | Pending;

/** Whether two types have the same codes for the same numbers. */
export function sameType(a: DataType, b: DataType): boolean {
  return (
    a.bits === b.bits && a.encoding === b.encoding && a.scale === b.scale && (a.zeroPoint ?? 0) === (b.zeroPoint ?? 0)
  );
}
