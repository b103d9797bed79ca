/** Numbers of a tensor: integers, or real numbers. */
export type Numbers = Int32Array | Float32Array;

/** That many zeros of the same kind. */
export function zerosLike<Kind extends Numbers>(numbers: Kind, length: number): Kind {
  return new (numbers.constructor as new (length: number) => Kind)(length);
}
