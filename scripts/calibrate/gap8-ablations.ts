import { type KernelParts, kernelCycles } from '../../sim/gap8/kernels/kernel-model.js';
import type { Gap8Timing } from '../../sim/gap8/replay.js';

/** A part of the model that is left out or made simpler, to see what it is worth. */
export interface Ablation {
  readonly name: string;
  readonly change: (timing: Gap8Timing, parts: KernelParts) => Gap8Timing;
}

/** Bytes a cycle of the fully connected layer, which waits for HyperRAM alone. */
const FLAT_BANDWIDTH = 0.2197;

function withHyperRam(timing: Gap8Timing, changed: Partial<Gap8Timing['hyperRam']>): Gap8Timing {
  return { ...timing, hyperRam: { ...timing.hyperRam, ...changed } };
}

function withParts(timing: Gap8Timing, parts: KernelParts): Gap8Timing {
  return { ...timing, kernelCycles: (fork) => kernelCycles(fork, parts) };
}

const NO_OVERHEADS = { eventCycles: 0, startCycles: 0, lineCycles: 0, burstCycles: 0 };

export const ABLATIONS: readonly Ablation[] = [
  {
    name: 'HyperRAM: bytes alone, no events, requests, lines, bursts',
    change: (timing) => withHyperRam(timing, NO_OVERHEADS),
  },
  {
    name: 'HyperRAM: the bandwidth of the fully connected layer',
    change: (timing) => withHyperRam(timing, { ...NO_OVERHEADS, byteCycles: 1 / FLAT_BANDWIDTH }),
  },
  {
    name: 'HyperRAM: a line costs what a burst costs',
    change: (timing) => withHyperRam(timing, { lineCycles: timing.hyperRam.burstCycles }),
  },
  { name: 'HyperRAM: no events', change: (timing) => withHyperRam(timing, { eventCycles: 0 }) },
  { name: 'DMA: lines cost nothing', change: (timing) => ({ ...timing, dma: { ...timing.dma, lineCycles: 0 } }) },
  { name: 'no cost of forks', change: (timing) => ({ ...timing, forkCycles: 0 }) },
  { name: 'no gather', change: (timing, parts) => withParts(timing, { ...parts, gather: () => 0 }) },
  { name: 'dot loop of 6 cycles', change: (timing, parts) => withParts(timing, { ...parts, dotIteration: 6 }) },
  { name: 'no rescale pass', change: (timing, parts) => withParts(timing, { ...parts, rescaleOutput: 0 }) },
];
