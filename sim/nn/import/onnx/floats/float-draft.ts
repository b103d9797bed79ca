import type { View } from '../streamline/signal.js';

/** A layer of real numbers of the network file, with its tensors in the order of `readQcf`. */
export interface FloatDraft {
  readonly name: string;
  readonly inputs: readonly string[];
  /** As the network file has it, without name and inputs. */
  readonly layer: Readonly<Record<string, unknown>>;
  readonly tensors: readonly Float32Array[];
}

/** A layer before it has a name. */
export type UnnamedFloat = Pick<FloatDraft, 'layer' | 'tensors'>;

/** A tensor of real numbers: which layer gives it, and how it lies in the graph. */
export interface RealTensor extends View {
  readonly name: string;
  /** Height, width and channels, or features. */
  readonly networkShape: readonly number[];
}
