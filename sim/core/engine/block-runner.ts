import type { Cause } from '../causes.js';
import { FlushingRunner } from './flushing-runner.js';
import type { BlockSetup, LoopRunner, Stall } from './loop-runner.js';
import { RigidRunner } from './rigid-runner.js';

/** Runs the loops of a block one after the other. */
export class BlockRunner {
  private next = 0;
  private firstLoop = true;
  private current: LoopRunner | null = null;
  /** Of the loops before the current one. */
  private readonly done = { busy: 0, waitInput: 0, waitOutput: 0 };
  private beginCycle: number;
  private endCycle: number;

  constructor(private readonly setup: BlockSetup) {
    this.beginCycle = setup.block.startCycle;
    this.endCycle = setup.block.startCycle;
    this.nextLoop();
  }

  get finished(): boolean {
    return this.current === null;
  }

  /** Whether what lies ahead is only more of the same: the current loop is the last. */
  get inLastLoop(): boolean {
    return this.current === null || !this.setup.block.loops.slice(this.next).some(({ rounds }) => rounds > 0);
  }

  /** Cycle of the last computed read of the current loop. Only for a block that has not finished. */
  get readCycle(): number {
    return this.current!.readCycle;
  }

  /** Cycle of the last computed write of the current loop. Only for a block that has not finished. */
  get writeCycle(): number {
    return this.current!.writeCycle;
  }

  /** Cycle after the block's last one, or from which it is stalled for ever. */
  get lastCycle(): number {
    return this.current === null ? this.endCycle : this.current.stall().since;
  }

  /** Computes accesses until one depends on what is not known yet; tells whether there was any. */
  advance(): boolean {
    let moved = false;
    while (this.current !== null) {
      moved = this.current.advance() || moved;
      if (!this.current.finished) break;
      this.leaveLoop(this.current.endCycle);
    }
    return moved;
  }

  /** What a block that has not finished waits for. */
  stall(): Stall {
    return this.current!.stall();
  }

  /** Cycles by cause when the whole run has taken `total` cycles. Ends the run of a stalled block. */
  settle(total: number): Record<Cause, number> {
    if (this.current !== null) {
      this.current.settleStall(total);
      this.leaveLoop(total);
      this.current = null;
    } else {
      this.setup.observer?.spent(this.setup.index, 'drain', this.endCycle, total);
    }
    const { busy, waitInput, waitOutput } = this.done;
    const fill = this.beginCycle;
    return { busy, waitInput, waitOutput, fill, drain: total - fill - busy - waitInput - waitOutput };
  }

  private leaveLoop(endCycle: number): void {
    const { busy, waitInput, waitOutput, beginCycle } = this.current!;
    this.done.busy += busy;
    this.done.waitInput += waitInput;
    this.done.waitOutput += waitOutput;
    if (this.firstLoop) this.beginCycle = beginCycle;
    this.firstLoop = false;
    this.endCycle = endCycle;
    this.nextLoop();
  }

  private nextLoop(): void {
    const { loops } = this.setup.block;
    while (this.next < loops.length && loops[this.next].rounds === 0) this.next++;
    const loop = loops[this.next++];
    if (loop === undefined) {
      this.current = null;
      if (this.firstLoop) this.beginCycle = this.endCycle = 0;
      return;
    }
    const Runner = loop.selfFlushing ? FlushingRunner : RigidRunner;
    this.current = new Runner(this.setup, loop, this.endCycle, this.firstLoop);
  }

  /** Appends what the block's future depends on to `state`, cycles relative to `reference`. */
  capture(state: number[], reference: number): void {
    state.push(this.next);
    this.current?.capture(state, reference);
  }

  /** What grows by the same amount in every period of the steady state. */
  totals(): readonly [round: number, waitInput: number, waitOutput: number, busy: number] {
    const loop = this.current!;
    return [loop.round, loop.waitInput, loop.waitOutput, loop.busy];
  }

  /** How many periods of the given growth the block can go on before its last round ends. */
  periodsLeft(growth: readonly number[]): number {
    return this.current!.periodsLeft(growth[0]);
  }

  /** Moves the block forward by `periods` times the given growth, `cycles` cycles in all. */
  skip(periods: number, growth: readonly number[], cycles: number): void {
    const loop = this.current!;
    loop.skip(periods * growth[0], cycles);
    loop.waitInput += periods * growth[1];
    loop.waitOutput += periods * growth[2];
    loop.busy += periods * growth[3];
  }
}
