/** Listings, by their files in this folder. */
export const KERNEL_NAMES = [
  'pointwise',
  'depthwise-stride1',
  'depthwise-stride2',
  'rescale',
  'bias',
  'convolution',
  'convolution-im2col',
  'depthwise-window',
  'average-pool',
  'average-window',
  'max-pool',
  'add',
  'scale',
  'fully-connected',
] as const;

export type KernelName = (typeof KERNEL_NAMES)[number];

/** Cores of the cluster, over which kernels spread rows or channels. */
export const CORES = 8;

/** A buffer of a kernel in L1. */
export interface KernelBuffer {
  readonly name: string;
  readonly bytes: number;
  /** `inout`: the kernel adds to what it finds. `scratch`: nobody outside reads it. */
  readonly role: 'in' | 'out' | 'inout' | 'scratch';
}

/** A kernel with the sizes of a tile: what the master hands the cores. */
export interface KernelCall {
  readonly kernel: KernelName;
  /** In the order in which they lie in L1; the listing finds their addresses at `arg.NAME(a0)`. */
  readonly buffers: readonly KernelBuffer[];
  /** Numbers that the listing finds at `arg.NAME(a0)`, in the same order in every call of a kernel. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Numbers that the listing is assembled with. */
  readonly constants?: Readonly<Record<string, number>>;
}
