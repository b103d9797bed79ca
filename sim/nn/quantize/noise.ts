/**
 * Signal-to-noise ratio in decibels: the power of the reference over that of what others differ from it; infinite where they
 * are equal.
 */
export function signalToNoise(reference: ArrayLike<number>, others: ArrayLike<number>): number {
  let signal = 0;
  let noise = 0;
  for (let index = 0; index < reference.length; index++) {
    signal += reference[index] ** 2;
    noise += (reference[index] - others[index]) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}
