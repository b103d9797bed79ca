import type { DataType } from '../../../nn/data-type.js';
import type { FinnType } from '../../resources/finn/data-type.js';

/** A type as FINN's estimators take it. */
export function finnTypeOf({ bits, encoding }: DataType): FinnType {
  return { bits, signed: encoding !== 'unsigned' };
}
