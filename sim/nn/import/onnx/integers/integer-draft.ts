import type { IntegerParameters } from '../../../integer-layers.js';

/** A layer of integers of the network file, with its parameters. */
export interface IntegerDraft {
  readonly name: string;
  readonly inputs: readonly string[];
  /** As the network file has it, without name and inputs. */
  readonly layer: Readonly<Record<string, unknown>>;
  readonly parameters?: IntegerParameters;
}
