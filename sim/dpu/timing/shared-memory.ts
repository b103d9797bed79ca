import type { Core } from '../units/core.js';
import { Ddr, type DdrTiming } from '../units/ddr.js';

/** LOAD and SAVE of a core. */
const FLOWS_PER_CORE = 2;

/** The bytes that LOAD and SAVE of all cores move, at rates that depend on who else moves some. */
export class SharedMemory {
  private readonly ddr: Ddr;
  private active = 0;
  private rates: Float64Array;
  /** Since when each flow has moved bytes at its rate. */
  private readonly since: Float64Array;

  constructor(
    private readonly cores: readonly Core[],
    timing: DdrTiming,
  ) {
    this.ddr = new Ddr(timing);
    this.rates = this.ddr.rates(0);
    this.since = new Float64Array(FLOWS_PER_CORE * cores.length);
  }

  /** Finds rates anew where other flows move bytes than before, and tells the cores when they will have been moved. */
  share(now: number): void {
    let [active, begins] = [0, false];
    for (const [index, { left, ends }] of this.cores.entries()) {
      for (let engine = 0; engine < FLOWS_PER_CORE; engine++) {
        if (left[engine] < 0) continue;
        active |= 1 << (FLOWS_PER_CORE * index + engine);
        begins ||= ends[engine] === Number.POSITIVE_INFINITY;
      }
    }
    if (active === this.active && !begins) return;
    const rates = this.ddr.rates(active);
    for (const [index, { left, ends }] of this.cores.entries()) {
      for (let engine = 0; engine < FLOWS_PER_CORE; engine++) {
        if (left[engine] < 0) continue;
        const flow = FLOWS_PER_CORE * index + engine;
        const isUnderWay = ends[engine] !== Number.POSITIVE_INFINITY;
        if (isUnderWay) left[engine] = Math.max(0, left[engine] - (now - this.since[flow]) * this.rates[flow]);
        ends[engine] = now + Math.ceil(left[engine] / rates[flow]);
        this.since[flow] = now;
      }
    }
    [this.active, this.rates] = [active, rates];
  }
}
