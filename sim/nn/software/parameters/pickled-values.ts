import type { ArrayLayout } from '../../data/npy.js';

/** An array: how it lies in its content, which is bytes, or a list where its elements are objects. */
export class PickledArray {
  layout: ArrayLayout = { descr: '', fortranOrder: false, shape: [] };
  content: PickledValue = null;
}

/** A type of elements. */
export class PickledType {
  byteOrder = '';

  constructor(readonly name: string) {}
}

/** The name of something in a Python module. */
export class GlobalName {
  constructor(readonly name: string) {}
}

/** A value of a pickle. Texts of Python 2 are bytes, tuples are lists. */
export type PickledValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickledValue[]
  | Map<string, PickledValue>
  | PickledArray
  | PickledType
  | GlobalName;
