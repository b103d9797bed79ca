import { busyCycles, type Gate, type Loop, lengthCycles, nextOpen } from '../pipeline.js';
import {
  type BlockSetup,
  firstMissing,
  LoopRunner,
  readAll,
  roomFrom,
  type Stall,
  tabulateAccesses,
  wordsFrom,
  writeAll,
} from './loop-runner.js';

/**
 * A loop that is not self-flushing: one clock of its own for the whole pipeline, which stands still while any access of
 * the cycle is impossible. In its own time every access has a fixed place, iteration k being read at k x II and written
 * `depthCycles` later; so the cycle of an access is
 *
 *   max(cycle of the access before + own time between them, word there, slot free)
 *
 * and own time in which nothing is accessed costs nothing to skip. Where room is needed always, own time passes the cycle
 * after a write only once its streams have room for another word.
 */
export class RigidRunner extends LoopRunner {
  private readonly roundLength: number;
  /** Own time of the whole loop. */
  private readonly ownLength: number;
  /** Rounds until the last write has left. */
  private readonly allRounds: number;
  /** Own time of each event within a round, and the ports that it reads and writes. */
  private readonly at: Float64Array;
  private readonly reads: Int32Array;
  private readonly writes: Int32Array;
  /** By how many rounds a write leaves later than its iteration entered. */
  private readonly writeDelay: Int32Array;
  private readonly gate: Gate | null;
  private readonly outputMask: number;
  private event = 0;
  /** Whether own time must not pass before it is known since when all outputs have room. */
  private awaitsRoom: boolean;
  /** Cycle of the last access or, before the first, the cycle before the loop may begin. */
  private cycle: number;
  /** Own time of the last access, counted from the beginning of the current round. */
  private local = -1;

  constructor(setup: BlockSetup, loop: Loop, startCycle: number, first: boolean) {
    super(setup, loop, startCycle, first);
    this.cycle = startCycle - 1;
    const { initiationInterval, iterationsPerRound, depthCycles, rounds } = loop;
    this.roundLength = iterationsPerRound * initiationInterval;
    this.gate = setup.block.gate ?? null;
    this.outputMask = 2 ** setup.outputs.length - 1;
    this.awaitsRoom = loop.needsRoomAlways ?? false;
    const table = tabulateAccesses(loop);
    const events = new Map<number, { reads: number; writes: number; delay: number }>();
    table.iterations.forEach((iteration, index) => {
      const enter = iteration * initiationInterval;
      const leave = enter + depthCycles;
      if (table.reads[index] !== 0) {
        events.set(enter, { writes: 0, delay: 0, ...events.get(enter), reads: table.reads[index] });
      }
      if (table.writes[index] !== 0) {
        const at = leave % this.roundLength;
        const delay = Math.floor(leave / this.roundLength);
        events.set(at, { reads: 0, ...events.get(at), writes: table.writes[index], delay });
      }
    });
    this.at = Float64Array.from(events.keys()).sort();
    const ordered = Array.from(this.at, (at) => events.get(at)!);
    this.reads = Int32Array.from(ordered, ({ reads }) => reads);
    this.writes = Int32Array.from(ordered, ({ writes }) => writes);
    this.writeDelay = Int32Array.from(ordered, ({ delay }) => delay);
    this.allRounds = rounds + this.writeDelay.reduce((most, delay) => Math.max(most, delay), 0);
    this.ownLength = lengthCycles(loop);
    this.busy = busyCycles(loop);
  }

  advance(): boolean {
    const { setup, at, gate } = this;
    const { inputs, outputs } = setup;
    const { rounds } = this.loop;
    let moved = false;
    while (!this.finished) {
      if (this.awaitsRoom && !this.findRoom()) return moved;
      const event = this.event;
      if (event === at.length) {
        this.nextRound();
        continue;
      }
      // What readsDue and writesDue say, in place: calling them here costs half as much time again.
      const writeRound = this.round - this.writeDelay[event];
      const reads = this.round < rounds ? this.reads[event] : 0;
      const writes = writeRound >= 0 && writeRound < rounds ? this.writes[event] : 0;
      if ((reads | writes) !== 0) {
        const due = this.cycle + at[event] - this.local;
        const roomy = writes === 0 ? due : roomFrom(outputs, writes, due);
        const ready = reads === 0 ? roomy : wordsFrom(inputs, reads, roomy);
        if (Number.isNaN(roomy) || Number.isNaN(ready)) return moved;
        const cycle = gate === null ? ready : nextOpen(gate, ready);
        if (setup.observer !== null) this.observe(due, roomy, ready, cycle);
        if (this.filling) {
          this.beginCycle = cycle;
        } else {
          this.waitOutput += roomy - due;
          this.waitInput += ready - roomy;
          this.busy += cycle - ready;
        }
        this.fresh = false;
        writeAll(setup, writes, cycle);
        readAll(setup, reads, cycle);
        this.cycle = cycle;
        this.readCycle = cycle;
        this.writeCycle = cycle;
        this.local = at[event];
        this.awaitsRoom = writes !== 0 && this.loop.needsRoomAlways === true;
        moved = true;
      }
      this.event = event + 1;
    }
    return moved;
  }

  /** Passes the own time of the last write, once it is known since when all outputs have room again. */
  private findRoom(): boolean {
    const { setup, cycle } = this;
    const ownTime = this.round * this.roundLength + this.local + 1;
    if (ownTime < this.ownLength) {
      const from = roomFrom(setup.outputs, this.outputMask, cycle + 1);
      if (Number.isNaN(from)) return false;
      this.observeOwnTime(cycle + 1);
      if (from > cycle + 1) setup.observer?.spent(setup.index, 'waitOutput', cycle + 1, from);
      this.waitOutput += from - (cycle + 1);
      this.cycle = from;
      this.local++;
    }
    this.awaitsRoom = false;
    return true;
  }

  /** Whether the next access is the block's first and due at once. */
  private get filling(): boolean {
    return this.fresh && this.round === 0 && this.at[this.event] === 0;
  }

  private nextRound(): void {
    this.event = 0;
    this.round++;
    this.local -= this.roundLength;
    if (this.round < this.allRounds) return;
    this.finished = true;
    const ownEnd = this.ownLength - this.round * this.roundLength;
    this.endCycle = this.cycle + ownEnd - this.local;
    this.observeOwnTime(this.endCycle);
  }

  private get readsDue(): number {
    return this.round < this.loop.rounds ? this.reads[this.event] : 0;
  }

  private get writesDue(): number {
    const writeRound = this.round - this.writeDelay[this.event];
    return writeRound >= 0 && writeRound < this.loop.rounds ? this.writes[this.event] : 0;
  }

  stall(): Stall {
    const { inputs, outputs, inputIndices, outputIndices } = this.setup;
    if (this.awaitsRoom) {
      const stream = firstMissing(outputs, outputIndices, this.outputMask, ({ hasSlot }) => hasSlot);
      return { stream, for: 'output', since: this.cycle + 1 };
    }
    const due = this.cycle + this.at[this.event] - this.local;
    const roomy = roomFrom(outputs, this.writesDue, due);
    if (Number.isNaN(roomy)) {
      const stream = firstMissing(outputs, outputIndices, this.writesDue, ({ hasSlot }) => hasSlot);
      return { stream, for: 'output', since: due };
    }
    const stream = firstMissing(inputs, inputIndices, this.readsDue, ({ hasWord }) => hasWord);
    return { stream, for: 'input', since: roomy };
  }

  settleStall(end: number): void {
    const place = this.awaitsRoom ? this.local + 1 : this.at[this.event];
    const due = this.cycle + place - this.local;
    const ownTime = this.round * this.roundLength + place;
    const stall = this.stall();
    const roomy = stall.for === 'output' ? end : stall.since;
    this.busy += Math.min(ownTime, busyCycles(this.loop)) - busyCycles(this.loop);
    if (this.setup.observer !== null) this.observe(due, roomy, end, end);
    if (this.filling) {
      this.beginCycle = end;
    } else {
      this.waitOutput += roomy - due;
      this.waitInput += end - roomy;
    }
  }

  /** Tells the observer of the time between the last access and one in `cycle`. */
  private observe(due: number, roomy: number, ready: number, cycle: number): void {
    const { observer, index } = this.setup;
    if (this.fresh) observer!.spent(index, 'fill', 0, this.filling ? cycle : this.beginCycle);
    if (this.filling) return;
    this.observeOwnTime(due);
    observer!.spent(index, 'waitOutput', due, roomy);
    observer!.spent(index, 'waitInput', roomy, ready);
    observer!.spent(index, 'busy', ready, cycle);
  }

  /** Tells the observer that own time passed from the last access, inclusive, to cycle `end`, exclusive. */
  private observeOwnTime(end: number): void {
    const { observer, index } = this.setup;
    if (observer === null) return;
    const from = Math.max(this.cycle, this.beginCycle);
    const busyEnd = this.cycle + busyCycles(this.loop) - (this.round * this.roundLength + this.local);
    const split = Math.max(from, Math.min(end, busyEnd));
    observer.spent(index, 'busy', from, split);
    observer.spent(index, 'drain', split, end);
  }

  override skip(rounds: number, cycles: number): void {
    super.skip(rounds, cycles);
    this.cycle += cycles;
  }

  capture(state: number[], reference: number): void {
    const gatePhase = this.gate === null ? 0 : this.cycle % this.gate.open.length;
    const warmUp = Math.min(this.round, this.allRounds - this.loop.rounds);
    state.push(this.cycle - reference, this.event, this.local, warmUp, gatePhase, Number(this.awaitsRoom));
  }
}
