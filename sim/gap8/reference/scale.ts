/** The bias in the place of the sum: all of it in 32 bits, as the machine's registers are. */
export function biasOf(bias: number, normBias: number): number {
  return bias << normBias;
}

/**
 * The integer rule of an activation: clamp((sum * multiplier) >> norm, 0, 127), with a product of 32 bits. No product of the
 * published network's parameters can leave 32 bits: the largest possible is 0.12 of 2^31. (data/models/README.md)
 */
export function scaledActivation(sum: number, multiplier: number, norm: number): number {
  return Math.min(Math.max(Math.imul(sum, multiplier) >> norm, 0), 127);
}
