/** What the memory gives to those that use it at a time. */
export interface DdrTiming {
  /** Cycles until the first byte of a LOAD or SAVE of each core. */
  readonly latencies: readonly number[];
  /** Bytes a cycle that LOAD, and SAVE, of each core move at most, through its ports. */
  readonly loadRates: readonly number[];
  readonly saveRates: readonly number[];
  /** Bytes a cycle that the controller moves for all. */
  readonly capacity: number;
}

/**
 * DDR behind its controller: everybody gets the same part of its capacity, but for those whose ports give less; what they leave
 * goes to the others.
 */
export class Ddr {
  private readonly known = new Map<number, Float64Array>();
  private readonly limits: readonly number[];

  constructor(private readonly timing: DdrTiming) {
    this.limits = timing.loadRates.flatMap((load, core) => [load, timing.saveRates[core]]);
  }

  /** Bytes a cycle of each flow. @param active bit 2 core for the LOAD of a core, and the next for its SAVE */
  rates(active: number): Float64Array {
    const known = this.known.get(active);
    if (known !== undefined) return known;
    const rates = this.share(active);
    this.known.set(active, rates);
    return rates;
  }

  private share(active: number): Float64Array {
    const rates = new Float64Array(this.limits.length);
    const flows = this.limits.map((_, flow) => flow).filter((flow) => (active >> flow) & 1);
    flows.sort((a, b) => this.limits[a] - this.limits[b]);
    let left = this.timing.capacity;
    for (const [index, flow] of flows.entries()) {
      rates[flow] = Math.min(this.limits[flow], left / (flows.length - index));
      left -= rates[flow];
    }
    return rates;
  }
}
