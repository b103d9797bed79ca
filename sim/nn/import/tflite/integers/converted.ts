import type { IntegerParameters } from '../../../integer-layers.js';
import type { Tensor } from '../model.js';

/** An operator as a layer of a network file. */
export interface Converted {
  /** As the file has it, without name and inputs. */
  readonly layer: Readonly<Record<string, unknown>>;
  /** The tensors that it reads and other operators compute. */
  readonly inputs: readonly Tensor[];
  readonly parameters?: IntegerParameters;
}
