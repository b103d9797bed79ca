import { busyCycles, type Loop } from '../pipeline.js';
import {
  type AccessTable,
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
import { OwnTimeQueue } from './own-time-queue.js';

/** A standstill of the loop's own time: just before own time `at`, for `cycles` cycles. */
interface Freeze {
  readonly at: number;
  readonly cycles: number;
}

/**
 * A self-flushing loop: its own time stands still only while a result cannot leave. An iteration that lacks a word
 * leaves a bubble behind and enters later; what is ahead of it flows on.
 *
 * Results may be computed ahead of entries, since no entry can hold up a result that is already inside. What they freeze
 * is remembered until the entries have caught up. Where room is needed always, the own time after a result freezes until
 * the outputs have room for another.
 */
export class FlushingRunner extends LoopRunner {
  private readonly table: AccessTable;
  private event = 0;
  /** Cycle at own time 0 had nothing frozen. */
  private origin: number;
  /** Frozen cycles up to the last result that left, and up to the last entry. */
  private frozen = 0;
  private frozenAtEntry = 0;
  /** Cycles of the freezes after the last entry. */
  private readonly freezes = new OwnTimeQueue();
  /** Output ports of the results inside, by the own time at which they leave. */
  private readonly inFlight = new OwnTimeQueue();
  /** Own time after the last result, if it is not known yet since when all outputs have room. */
  private awaitsRoomAt: number | null;
  private readonly outputMask: number;
  /** Own time from which the next iteration with an access may enter. */
  private enterAt: number;
  /** Own time after the last entry's slot or the last result. */
  private ownEnd = 0;
  /** For the observer: bubbles and freezes so far. */
  private readonly bubbles: { readonly from: number; readonly to: number }[] = [];
  private readonly allFreezes: Freeze[] = [];

  constructor(setup: BlockSetup, loop: Loop, startCycle: number, first: boolean) {
    super(setup, loop, startCycle, first);
    this.table = tabulateAccesses(loop);
    this.origin = startCycle;
    this.enterAt = (this.table.iterations[0] ?? 0) * loop.initiationInterval;
    this.outputMask = 2 ** setup.outputs.length - 1;
    this.awaitsRoomAt = loop.needsRoomAlways === true ? 0 : null;
  }

  private get entriesLeft(): boolean {
    return this.round < this.loop.rounds && this.table.iterations.length > 0;
  }

  advance(): boolean {
    let moved = false;
    while (!this.finished && (this.leave() || this.enter() || this.finish())) moved = true;
    return moved;
  }

  /** The oldest result leaves, if it is known when it can. */
  private leave(): boolean {
    if (this.inFlight.length === 0 || !this.findRoom()) return false;
    const at = this.inFlight.at(0);
    const ports = this.inFlight.value(0);
    const due = this.origin + at + this.frozen;
    const cycle = roomFrom(this.setup.outputs, ports, due);
    if (Number.isNaN(cycle)) return false;
    if (cycle > due) this.freeze(at, cycle - due);
    writeAll(this.setup, ports, cycle);
    this.inFlight.drop(1);
    this.ownEnd = Math.max(this.ownEnd, at + 1);
    this.writeCycle = cycle;
    if (this.loop.needsRoomAlways === true) this.awaitsRoomAt = at + 1;
    return true;
  }

  /** Freezes own time until all outputs have room, if that is to be known and is known. */
  private findRoom(): boolean {
    if (this.awaitsRoomAt === null) return true;
    const due = this.origin + this.awaitsRoomAt + this.frozen;
    const from = roomFrom(this.setup.outputs, this.outputMask, due);
    if (Number.isNaN(from)) return false;
    if (from > due) this.freeze(this.awaitsRoomAt, from - due);
    this.awaitsRoomAt = null;
    return true;
  }

  private freeze(at: number, cycles: number): void {
    this.frozen += cycles;
    this.waitOutput += cycles;
    this.freezes.push(at, cycles);
    if (this.setup.observer !== null) this.allFreezes.push({ at, cycles });
  }

  /** Takes back the last freeze: own time ends before it. */
  private undoFreeze(): void {
    const cycles = this.freezes.value(this.freezes.length - 1);
    this.freezes.dropLast();
    this.frozen -= cycles;
    this.waitOutput -= cycles;
    this.allFreezes.pop();
  }

  /** The next iteration that accesses a stream enters, if it is known when it can. */
  private enter(): boolean {
    if (!this.entriesLeft) return false;
    this.findRoom();
    const { iterations, reads, writes } = this.table;
    const { initiationInterval, iterationsPerRound, depthCycles, rounds } = this.loop;
    const readable = wordsFrom(this.setup.inputs, reads[this.event], 0);
    if (Number.isNaN(readable)) return false;

    const { freezes, inFlight, origin } = this;
    let own = this.enterAt;
    let frozen = this.frozenAtEntry;
    let passed = 0;
    for (;;) {
      const waiting = readable - origin - own - frozen;
      const freezesNow = passed < freezes.length && freezes.at(passed) <= own;
      if (freezesNow) frozen += freezes.value(passed++);
      else if (waiting <= 0) break;
      else own = passed < freezes.length ? Math.min(own + waiting, freezes.at(passed)) : own + waiting;
    }
    if (inFlight.length > 0 && inFlight.at(0) <= own) return false;
    if (this.awaitsRoomAt !== null && this.awaitsRoomAt <= own) return false;

    const cycle = origin + own + frozen;
    freezes.drop(passed);
    this.frozenAtEntry = frozen;
    const iteration = iterations[this.event];
    if (this.fresh && iteration === 0) this.beginCycle = cycle;
    else this.bubble(this.enterAt, own);
    this.fresh = false;
    readAll(this.setup, reads[this.event], cycle);
    if (writes[this.event] !== 0) inFlight.push(own + depthCycles, writes[this.event]);
    this.readCycle = cycle;

    this.event++;
    let gap = (iterations[this.event] ?? iterationsPerRound) - iteration;
    if (this.event === iterations.length) {
      this.event = 0;
      this.round++;
      if (this.round < rounds) gap += iterations[0];
    }
    this.enterAt = own + gap * initiationInterval;
    this.ownEnd = Math.max(this.ownEnd, this.enterAt);
    return true;
  }

  private bubble(from: number, to: number): void {
    this.waitInput += to - from;
    if (this.setup.observer !== null && to > from) this.bubbles.push({ from, to });
  }

  private finish(): boolean {
    if (this.entriesLeft || this.inFlight.length > 0) return false;
    if (this.awaitsRoomAt !== null && this.awaitsRoomAt < this.ownEnd && !this.findRoom()) return false;
    this.finished = true;
    this.busy = busyCycles(this.loop);
    if (this.table.iterations.length === 0) this.ownEnd = this.busy;
    if (this.freezes.length > 0 && this.freezes.at(this.freezes.length - 1) >= this.ownEnd) this.undoFreeze();
    this.endCycle = this.origin + this.ownEnd + this.frozen;
    this.observe(this.ownEnd);
    return true;
  }

  stall(): Stall {
    const { inputs, outputs, inputIndices, outputIndices } = this.setup;
    if (this.awaitsRoomAt !== null) {
      const stream = firstMissing(outputs, outputIndices, this.outputMask, ({ hasSlot }) => hasSlot);
      return { stream, for: 'output', since: this.origin + this.awaitsRoomAt + this.frozen };
    }
    if (this.inFlight.length > 0) {
      const at = this.inFlight.at(0);
      const ports = this.inFlight.value(0);
      const stream = firstMissing(outputs, outputIndices, ports, ({ hasSlot }) => hasSlot);
      return { stream, for: 'output', since: this.origin + at + this.frozen };
    }
    const reads = this.table.reads[this.event];
    const stream = firstMissing(inputs, inputIndices, reads, ({ hasWord }) => hasWord);
    return { stream, for: 'input', since: this.origin + Math.max(this.ownEnd, this.enterAt) + this.frozen };
  }

  settleStall(end: number): void {
    const stall = this.stall();
    const untouched = this.fresh && this.table.iterations[0] === 0;
    const own = stall.since - this.origin - this.frozen + (stall.for === 'input' ? end - stall.since : 0);
    if (untouched) {
      this.beginCycle = end;
    } else {
      const entered = Math.min(own, this.entriesLeft ? this.enterAt : own) - (this.beginCycle - this.origin);
      this.busy = Math.min(busyCycles(this.loop), entered - this.waitInput);
      if (this.entriesLeft) this.bubble(this.enterAt, Math.max(this.enterAt, own));
    }
    if (stall.for === 'output') this.freeze(own, end - stall.since);
    this.observe(untouched ? 0 : own);
  }

  /** Tells the observer how own time passed up to `ownEnd`. */
  private observe(ownEnd: number): void {
    const { observer, index } = this.setup;
    if (observer === null) return;
    const ownBegin = this.beginCycle - this.origin;
    const busyEnd = ownBegin + busyCycles(this.loop) + this.waitInput;
    if (this.first) observer.spent(index, 'fill', 0, this.beginCycle);
    let cycle = this.beginCycle;
    let own = ownBegin;
    const pass = (to: number, cause: 'busy' | 'waitInput' | 'drain') => {
      observer.spent(index, cause, cycle, cycle + to - own);
      cycle += Math.max(0, to - own);
      own = Math.max(own, to);
    };
    const edges = [
      ...this.bubbles.flatMap(({ from, to }) => [from, to]),
      ...this.allFreezes.map(({ at }) => at),
      busyEnd,
      ownEnd,
    ].sort((a, b) => a - b);
    let freeze = 0;
    for (const edge of edges) {
      if (edge > ownEnd) break;
      const inBubble = this.bubbles.some(({ from, to }) => own >= from && own < to);
      pass(edge, inBubble ? 'waitInput' : own < busyEnd ? 'busy' : 'drain');
      for (; freeze < this.allFreezes.length && this.allFreezes[freeze].at === own; freeze++) {
        observer.spent(index, 'waitOutput', cycle, cycle + this.allFreezes[freeze].cycles);
        cycle += this.allFreezes[freeze].cycles;
      }
    }
  }

  capture(state: number[], reference: number): void {
    const after = (own: number, frozen: number) => this.origin + own + frozen - reference;
    state.push(
      this.readCycle - reference,
      this.writeCycle - reference,
      this.event,
      this.inFlight.length,
      this.freezes.length,
    );
    state.push(after(this.enterAt, this.frozenAtEntry), after(this.ownEnd, this.frozen));
    if (this.awaitsRoomAt !== null) state.push(after(this.awaitsRoomAt, this.frozen));
    for (let index = 0; index < this.inFlight.length; index++) {
      state.push(after(this.inFlight.at(index), this.frozen), this.inFlight.value(index));
    }
    for (let index = 0; index < this.freezes.length; index++) {
      state.push(after(this.freezes.at(index), this.frozenAtEntry), this.freezes.value(index));
    }
  }

  override skip(rounds: number, cycles: number): void {
    super.skip(rounds, cycles);
    this.origin += cycles;
  }
}
