/**
 * The DPU's name for the scale of a tensor: an integer stands for itself times 2^-position.
 * @returns undefined where the scale is no power of two
 */
export function fixPosition(scale: number): number | undefined {
  const position = -Math.log2(scale);
  return Number.isInteger(position) && 2 ** -position === scale ? position : undefined;
}

/** The scale of a fix position. */
export function scaleOf(position: number): number {
  return 2 ** -position;
}
