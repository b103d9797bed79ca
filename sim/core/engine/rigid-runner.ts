import { busyCycles, cyclesUntilOpen, type Gate, type Loop, lengthCycles } from '../pipeline.js';
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
  /** For each cycle of the gate's rhythm how long it is until the gate is open. */
  private readonly untilOpen: Int32Array;
  private readonly outputMask: number;
  /** Whether it can advance plainly once it has begun. */
  private readonly plain: boolean;
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
    const { initiationInterval, iterationsPerRound, rounds } = loop;
    this.roundLength = iterationsPerRound * initiationInterval;
    this.gate = setup.block.gate ?? null;
    this.untilOpen = this.gate === null ? new Int32Array(0) : cyclesUntilOpen(this.gate);
    this.outputMask = 2 ** setup.outputs.length - 1;
    this.awaitsRoom = loop.needsRoomAlways ?? false;
    const events = eventsOf(loop, this.roundLength);
    this.at = events.at;
    this.reads = events.reads;
    this.writes = events.writes;
    this.writeDelay = events.writeDelay;
    this.allRounds = rounds + this.writeDelay.reduce((most, delay) => Math.max(most, delay), 0);
    this.ownLength = lengthCycles(loop);
    this.busy = busyCycles(loop);
    const { inputs, outputs, observer } = setup;
    this.plain =
      inputs.length <= 1 && outputs.length <= 1 && observer === null && this.gate === null && !this.awaitsRoom;
  }

  advance(): boolean {
    const moved = (!this.plain || this.fresh) && this.advanceWithAll();
    return (this.plain && !this.fresh && !this.finished && this.advancePlainly()) || moved;
  }

  /**
   * What `advanceWithAll` does for the block that most are, once it has begun: at most one stream in and one out, no gate,
   * nobody who watches. Heeding no more than that takes half the time.
   */
  private advancePlainly(): boolean {
    const { at, reads, writes, writeDelay, roundLength, allRounds } = this;
    const { rounds } = this.loop;
    const [input] = this.setup.inputs;
    const [output] = this.setup.outputs;
    let { event, round, cycle, local } = this;
    let moved = false;
    for (;;) {
      if (event === at.length) {
        event = 0;
        round++;
        local -= roundLength;
        if (round >= allRounds) break;
        continue;
      }
      const writeRound = round - writeDelay[event];
      const isWritten = writes[event] !== 0 && writeRound >= 0 && writeRound < rounds;
      const isRead = reads[event] !== 0 && round < rounds;
      if (isWritten || isRead) {
        const due = cycle + at[event] - local;
        let now = due;
        if (isWritten) {
          if (!output.hasSlot) break;
          const slack = due - output.writableFrom;
          if (slack < output.writeSlack) output.writeSlack = slack;
          if (slack < 0) now -= slack;
        }
        if (isRead) {
          if (!input.hasWord) break;
          const slack = now - input.readableFrom;
          if (slack < input.readSlack) input.readSlack = slack;
          this.waitOutput += now - due;
          if (slack < 0) {
            this.waitInput -= slack;
            now -= slack;
          }
        } else {
          this.waitOutput += now - due;
        }
        if (isWritten) output.write(now);
        if (isRead) input.read(now);
        cycle = now;
        local = at[event];
        moved = true;
      }
      event++;
    }
    this.event = event;
    this.round = round;
    this.cycle = cycle;
    this.local = local;
    if (moved) {
      this.readCycle = cycle;
      this.writeCycle = cycle;
    }
    if (round >= allRounds) this.finish();
    return moved;
  }

  private advanceWithAll(): boolean {
    const { setup, at, gate } = this;
    const { inputs, outputs } = setup;
    const { rounds } = this.loop;
    let moved = false;
    while (!this.finished) {
      if (this.plain && !this.fresh) return moved;
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
        const cycle = gate === null ? ready : ready + this.untilOpen[ready % gate.open.length];
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
    if (this.round >= this.allRounds) this.finish();
  }

  private finish(): void {
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

type OwnTimeEvents = ReturnType<typeof ownTimeEvents>;

/** Events by loop: the same loops are simulated again and again with other streams. */
const knownEvents = new WeakMap<Loop, OwnTimeEvents>();

function eventsOf(loop: Loop, roundLength: number): OwnTimeEvents {
  let events = knownEvents.get(loop);
  if (events === undefined) {
    events = ownTimeEvents(loop, roundLength);
    knownEvents.set(loop, events);
  }
  return events;
}

/** The accesses of a round in the order of own time: reads when an iteration enters, writes when its result leaves. */
function ownTimeEvents(loop: Loop, roundLength: number) {
  const { initiationInterval, depthCycles } = loop;
  const { iterations, reads, writes } = tabulateAccesses(loop);
  const entering = iterations
    .filter((_, index) => reads[index] !== 0)
    .map((iteration) => iteration * initiationInterval);
  const enteringPorts = reads.filter((mask) => mask !== 0);
  const leaving = Float64Array.from(
    iterations.filter((_, index) => writes[index] !== 0),
    (iteration) => iteration * initiationInterval + depthCycles,
  );
  const leavingPorts = writes.filter((mask) => mask !== 0);
  // Results that leave in a later round than the first one come first in own time.
  const laterRound = leaving.findIndex(
    (leave) => Math.floor(leave / roundLength) > Math.floor(leaving[0] / roundLength),
  );
  const firstLeaving = Math.max(0, laterRound);
  const most = entering.length + leaving.length;
  const events = {
    at: new Float64Array(most),
    reads: new Int32Array(most),
    writes: new Int32Array(most),
    writeDelay: new Int32Array(most),
  };
  let count = 0;
  for (let e = 0, l = 0; e < entering.length || l < leaving.length; count++) {
    const result = (firstLeaving + l) % leaving.length;
    const leave = l < leaving.length ? leaving[result] % roundLength : Number.POSITIVE_INFINITY;
    const enter = e < entering.length ? entering[e] : Number.POSITIVE_INFINITY;
    events.at[count] = Math.min(enter, leave);
    if (enter <= leave) events.reads[count] = enteringPorts[e++];
    if (leave <= enter) {
      events.writes[count] = leavingPorts[result];
      events.writeDelay[count] = Math.floor(leaving[result] / roundLength);
      l++;
    }
  }
  return {
    at: events.at.slice(0, count),
    reads: events.reads.slice(0, count),
    writes: events.writes.slice(0, count),
    writeDelay: events.writeDelay.slice(0, count),
  };
}
