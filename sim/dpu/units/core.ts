import type { Workload } from '../timing/workload.js';

const ENGINE_COUNT = 4;
const [LOAD, SAVE, CONV, MISC] = [0, 1, 2, 3];
const NEVER = Number.POSITIVE_INFINITY;

/** What a core does in a cycle, the first that holds. */
export const CORE_CAUSES = ['conv', 'misc', 'load', 'save', 'latency'] as const;

export type CoreCause = (typeof CORE_CAUSES)[number];

/** Who is told what a core does. */
export interface CoreObserver {
  /** An engine executed an instruction. */
  executed(core: number, engine: number, subgraph: number, instruction: number, from: number, to: number): void;
}

/** What a core did while it ran a subgraph once. */
export interface SubgraphTiming {
  readonly from: number;
  readonly to: number;
  /** Cycles of each layer, from the end of the one before to that of its last instruction. */
  readonly cycles: Float64Array;
  /** The same by cause, a row for each layer. */
  readonly causes: readonly Float64Array[];
  /** Cycles in which each engine works on an instruction of each layer. */
  readonly busy: readonly Float64Array[];
}

/**
 * A core: four engines, each with a queue in order, that give each other tokens. CONV and MISC take known cycles; LOAD and SAVE
 * first wait for the memory, then move bytes at a rate that depends on who else moves some.
 */
export class Core {
  private workload: Workload | null = null;
  private readonly position = new Int32Array(ENGINE_COUNT);
  private readonly current = new Int32Array(ENGINE_COUNT).fill(-1);
  /** When each engine's instruction ends; of LOAD and SAVE before their bytes, when these begin. Never, until the memory tells. */
  readonly ends = new Float64Array(ENGINE_COUNT).fill(NEVER);
  private readonly started = new Float64Array(ENGINE_COUNT);
  private readonly tokens = new Int32Array(ENGINE_COUNT * ENGINE_COUNT);
  /** Bytes that LOAD and SAVE have still to move; -1 while they move none. */
  readonly left = new Float64Array(2).fill(-1);
  private finished = 0;
  private accounted = 0;
  private layer = 0;
  private layerEnds = new Int32Array(0);
  private timing: SubgraphTiming | null = null;
  private from = 0;
  private subgraph = 0;

  constructor(
    private readonly index: number,
    /** Cycles until the first byte of a LOAD or SAVE. */
    private readonly latency: number,
    private readonly observer: CoreObserver | undefined,
  ) {}

  get isRunning(): boolean {
    return this.workload !== null;
  }

  /** Starts a subgraph of `layers` layers. */
  start(subgraph: number, workload: Workload, layers: number, now: number): void {
    this.subgraph = subgraph;
    this.workload = workload;
    this.position.fill(0);
    this.tokens.fill(0);
    this.finished = 0;
    this.from = now;
    this.accounted = now;
    this.layer = 0;
    this.layerEnds = new Int32Array(layers);
    for (const layer of workload.layers) this.layerEnds[layer]++;
    const rows = () => Array.from({ length: layers }, () => new Float64Array(CORE_CAUSES.length));
    const busy = Array.from({ length: layers }, () => new Float64Array(ENGINE_COUNT));
    this.timing = { from: now, to: now, cycles: new Float64Array(layers), causes: rows(), busy };
    this.issue(now);
  }

  /** The next cycle in which an engine goes on, as far as no bytes are moved. */
  nextEnd(): number {
    const { ends } = this;
    return Math.min(ends[0], ends[1], ends[2], ends[3]);
  }

  /** Goes on to a cycle at which something may end. @returns what it did where that was the end of the subgraph */
  advance(now: number): SubgraphTiming | null {
    this.account(now);
    let moved = false;
    for (let engine = 0; engine < ENGINE_COUNT; engine++) {
      if (this.ends[engine] > now) continue;
      if (engine <= SAVE && this.left[engine] < 0 && this.workload!.bytes[this.current[engine]] > 0) {
        this.left[engine] = this.workload!.bytes[this.current[engine]];
        this.ends[engine] = NEVER;
      } else {
        this.complete(engine, now);
        moved = true;
      }
    }
    if (moved) this.issue(now);
    if (this.workload === null || this.finished < this.workload.engines.length) return null;
    this.workload = null;
    return { ...this.timing!, from: this.from, to: now };
  }

  /** Lets every engine begin its next instruction whose tokens are there. */
  private issue(now: number): void {
    const { queues, dpdon, cycles } = this.workload!;
    for (let engine = 0; engine < ENGINE_COUNT; engine++) {
      while (this.current[engine] < 0 && this.position[engine] < queues[engine].length) {
        const instruction = queues[engine][this.position[engine]];
        if (!this.take(engine, dpdon[instruction])) break;
        this.position[engine]++;
        this.current[engine] = instruction;
        this.started[engine] = now;
        this.ends[engine] = now + (engine <= SAVE ? this.latency : cycles[instruction]);
        if (this.ends[engine] > now || this.workload!.bytes[instruction] > 0) break;
        this.complete(engine, now);
        engine = 0;
      }
    }
  }

  private take(engine: number, mask: number): boolean {
    for (let giver = 0; giver < ENGINE_COUNT; giver++) {
      if ((mask >> giver) & 1 && this.tokens[giver * ENGINE_COUNT + engine] === 0) return false;
    }
    for (let giver = 0; giver < ENGINE_COUNT; giver++) {
      if ((mask >> giver) & 1) this.tokens[giver * ENGINE_COUNT + engine]--;
    }
    return true;
  }

  private complete(engine: number, now: number): void {
    const workload = this.workload!;
    const instruction = this.current[engine];
    const mask = workload.dpdby[instruction];
    for (let taker = 0; taker < ENGINE_COUNT; taker++) {
      if ((mask >> taker) & 1) this.tokens[engine * ENGINE_COUNT + taker]++;
    }
    const layer = workload.layers[instruction];
    this.timing!.busy[layer][engine] += now - this.started[engine];
    this.observer?.executed(this.index, engine, this.subgraph, instruction, this.started[engine], now);
    this.current[engine] = -1;
    this.ends[engine] = NEVER;
    if (engine <= SAVE) this.left[engine] = -1;
    this.finished++;
    this.layerEnds[layer]--;
    while (this.layer < this.layerEnds.length - 1 && this.layerEnds[this.layer] === 0) this.layer++;
  }

  /** Gives the cycles since the last event their cause. */
  private account(now: number): void {
    const cycles = now - this.accounted;
    if (cycles === 0) return;
    this.accounted = now;
    const { current, left } = this;
    const cause = current[CONV] >= 0 ? 0 : current[MISC] >= 0 ? 1 : left[LOAD] >= 0 ? 2 : left[SAVE] >= 0 ? 3 : 4;
    this.timing!.causes[this.layer][cause] += cycles;
    this.timing!.cycles[this.layer] += cycles;
  }
}
