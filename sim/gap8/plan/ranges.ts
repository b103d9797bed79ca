/** A part of a side: from `start`, `size` long. */
export interface Range {
  readonly start: number;
  readonly size: number;
}

/** A part of a side with the larger part that it belongs to. */
export interface SlabRange extends Range {
  readonly slab: Range;
}

/** A side in parts of a size, of which the last may be smaller. */
export function ranges(length: number, size: number = length): Range[] {
  const count = Math.ceil(length / size);
  return Array.from({ length: count }, (_, index) => ({
    start: index * size,
    size: Math.min(size, length - index * size),
  }));
}

/** A side in slabs, and these in parts. */
export function slabRanges(length: number, size: number = length, slabSize: number = size): SlabRange[] {
  return ranges(length, slabSize).flatMap((slab) =>
    ranges(slab.size, size).map((part) => ({ start: slab.start + part.start, size: part.size, slab })),
  );
}

/** The input under a range of outputs of a window along a side, without what overhangs, and by how much it overhangs. */
export function windowRange({ start, size }: Range, side: number, kernel: number, stride: number, padBefore: number) {
  const from = start * stride - padBefore;
  const to = (start + size - 1) * stride - padBefore + kernel;
  const [first, end] = [Math.max(0, from), Math.min(side, to)];
  return { start: first, size: end - first, before: first - from, behind: to - end };
}
