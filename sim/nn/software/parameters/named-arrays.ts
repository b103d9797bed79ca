import { InputError } from '../../../core/input/input-error.js';
import { showName } from '../../../core/input/show.js';
import type { NpyArray } from '../../data/npy.js';

/** Arrays of parameters by their names. */
export interface NamedArrays {
  /** Where they come from, in messages. */
  readonly file: string;
  readonly arrays: ReadonlyMap<string, NpyArray>;
}

/** Real numbers of any shape, row-major. */
export interface FloatArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * An array of parameters as 32-bit floats.
 * @param shape its sizes; a text names a size that may be any
 * @throws InputError where the array is missing, of another shape, empty, or has a value that is no finite float
 */
export function takeFloats(
  { file, arrays }: NamedArrays,
  name: string,
  shape: readonly (number | string)[],
): FloatArray {
  const array = arrays.get(name);
  if (array === undefined) {
    const found = [...arrays.keys()].map(showName).join(', ') || 'none';
    throw new InputError(`the array ${name} is missing, found: ${found}`, { file });
  }
  return toFloats(array, shape, `the array ${name}`, file);
}

/** As `takeFloats`, for an array that is given. */
export function toFloats(array: NpyArray, shape: readonly (number | string)[], what: string, file: string): FloatArray {
  const fits =
    shape.length === array.shape.length &&
    shape.every((size, dimension) => {
      const found = array.shape[dimension];
      return typeof size === 'string' ? found > 0 : found === size;
    });
  if (!fits) {
    throw new InputError(`${what}: found ${showShape(array.shape)}, expected ${showShape(shape)}`, { file });
  }
  const data = array.data instanceof Float32Array ? array.data : new Float32Array(array.data);
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new InputError(`${what}: element ${wrong} is ${data[wrong]}, expected a finite number`, { file });
  return { shape: array.shape, data };
}

function showShape(shape: readonly (number | string)[]): string {
  return shape.length === 0 ? 'a single number' : shape.join(' x ');
}
