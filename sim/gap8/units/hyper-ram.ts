import type { Lines } from '../program.js';

/** What the HyperRAM costs, in cycles of the cluster. */
export interface HyperRamTiming {
  /** Until the fabric controller has heard of a request, and again until the cluster has heard of its end. */
  readonly eventCycles: number;
  /** Of each request, of each line, and of each burst of a line behind its first. */
  readonly startCycles: number;
  readonly lineCycles: number;
  readonly burstCycles: number;
  readonly burstBytes: number;
  readonly byteCycles: number;
}

/** When a transfer was asked for, when it ran, and when its end was known. */
export interface Transfer {
  readonly asked: number;
  readonly start: number;
  readonly end: number;
  readonly known: number;
}

/**
 * HyperRAM behind the uDMA: one request at a time, in order. The fabric controller starts each line, and each burst of it, by
 * an interrupt; a request that waits in its queue has been heard of meanwhile.
 */
export class HyperRam {
  private free = 0;

  constructor(private readonly timing: HyperRamTiming) {}

  request(asked: number, lines: Lines): Transfer {
    const start = Math.max(this.free, asked + this.timing.eventCycles);
    const end = start + hyperRamCycles(lines, this.timing);
    this.free = end;
    return { asked, start, end, known: end + this.timing.eventCycles };
  }
}

/** Cycles in which a request keeps the HyperRAM to itself. */
export function hyperRamCycles({ bytes, lineBytes }: Lines, timing: HyperRamTiming): number {
  const { startCycles, lineCycles, burstCycles, burstBytes, byteCycles } = timing;
  const lines = bytes / lineBytes;
  const bursts = Math.ceil(lineBytes / burstBytes);
  return Math.ceil(startCycles + lines * (lineCycles + burstCycles * (bursts - 1)) + byteCycles * bytes);
}
