import type { Step } from '../graph.js';
import type { Constants } from './weights.js';

/** Least and largest number of a Clip, as inputs or as attributes; infinite where it has none. */
export function clipBounds({ operator: { inputs, attributes } }: Step, constants: Constants): [number, number] {
  const bound = (name: string, index: number, absent: number) => {
    const attribute = attributes.get(name);
    return constants.get(inputs[index] ?? '')?.data[0] ?? (attribute?.kind === 'FLOAT' ? attribute.value : absent);
  };
  return [bound('min', 1, Number.NEGATIVE_INFINITY), bound('max', 2, Number.POSITIVE_INFINITY)];
}
