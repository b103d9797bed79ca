import type { Tensor } from '../model.js';

/** An operator as layers of real numbers. */
export interface ConvertedFloats {
  /** Each reads the one before, the first what the operator reads; none where the operator leaves numbers as they are. */
  readonly layers: readonly UnnamedLayer[];
  /** The tensors that it reads and other operators compute. */
  readonly inputs: readonly Tensor[];
}

export interface UnnamedLayer {
  /** As the file has it, without name and inputs. */
  readonly layer: { readonly op: string } & Readonly<Record<string, unknown>>;
  /** In the order of `readQcf`. */
  readonly tensors?: readonly Float32Array[];
}
