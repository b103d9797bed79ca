import type { Lines } from '../program.js';
import type { Transfer } from './hyper-ram.js';

/** What a copy between L2 and L1 costs, in cycles of the cluster. */
export interface ClusterDmaTiming {
  readonly startCycles: number;
  readonly lineCycles: number;
  readonly byteCycles: number;
}

/** The cluster's DMA: one copy at a time, in order. */
export class ClusterDma {
  private free = 0;

  constructor(private readonly timing: ClusterDmaTiming) {}

  request(asked: number, lines: Lines): Transfer {
    const start = Math.max(this.free, asked);
    const end = start + dmaCycles(lines, this.timing);
    this.free = end;
    return { asked, start, end, known: end };
  }
}

/** Cycles in which a copy keeps the DMA to itself. */
export function dmaCycles(
  { bytes, lineBytes }: Lines,
  { startCycles, lineCycles, byteCycles }: ClusterDmaTiming,
): number {
  return Math.ceil(startCycles + (bytes / lineBytes) * lineCycles + byteCycles * bytes);
}
