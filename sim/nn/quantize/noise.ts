/** By how much numbers differ from those of a reference, which come part by part. */
export class Noise {
  private signal = 0;
  private noise = 0;

  /** @param scale what the others are multiplied by */
  add(reference: ArrayLike<number>, others: ArrayLike<number>, scale = 1): void {
    for (let index = 0; index < reference.length; index++) {
      this.signal += reference[index] ** 2;
      this.noise += (reference[index] - others[index] * scale) ** 2;
    }
  }

  /** The power of the reference over that of what others differ from it; infinite where they are equal. */
  get signalToNoiseDb(): number {
    return 10 * Math.log10(this.signal / this.noise);
  }
}

/** Signal-to-noise ratio of all numbers in decibels. */
export function signalToNoise(reference: ArrayLike<number>, others: ArrayLike<number>): number {
  const noise = new Noise();
  noise.add(reference, others);
  return noise.signalToNoiseDb;
}
