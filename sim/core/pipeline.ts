/**
 * The language in which a streaming machine is described: blocks that are pipelined loops, joined by bounded streams.
 * Pure data, apart from the optional bodies that compute words.
 */

/** A word on a stream; lane 0 is the least significant. */
export type Word = bigint;

/**
 * A bounded memory between two blocks. Unless it says otherwise, a FIFO with a registered hand-off: a word written in
 * cycle t can be read in t + 1, a slot freed in t can be written in t + 1.
 */
export interface StreamSpec {
  readonly name: string;
  /** Capacity in words. */
  readonly depth: number;
  /** Width of a word. */
  readonly bits: number;
  /** A word written in cycle t can be read from t + latencyCycles on. 1 where absent; 0 in the same cycle. */
  readonly latencyCycles?: number;
  /** A slot freed in cycle t can be written from t + reuseCycles on. 1 where absent; 0 in the same cycle. */
  readonly reuseCycles?: 0 | 1;
  /** Absent: first in, first out. */
  readonly addressing?: Addressing;
}

/**
 * A memory whose words may be read several times or never, in an order that repeats round after round. Words are written
 * in order and take the slot of the word `depth` places before them, once that is free.
 */
export interface Addressing {
  /** Words written in a round. */
  readonly words: number;
  /** For each read of a round the word of the round that it takes. */
  readonly reads: Int32Array;
  /** For each word of a round the read, counted from the round's first, that frees its slot; ascending. */
  readonly freedBy: Int32Array;
}

/**
 * A pipelined loop. Iterations enter `initiationInterval` cycles apart; what an iteration writes leaves `depthCycles`
 * after it entered. An iteration enters only when all words that it reads are there, and a result leaves only when all
 * its streams have room; until then
 * - a loop that is not self-flushing stands still as a whole: results already inside stay there while it waits for
 *   input (until its last iteration has entered),
 * - a self-flushing loop stands still only when a result cannot leave; while it waits for input, results drain.
 * A loop that needs room always stands still in every cycle in which one of its output streams is full.
 */
export interface Loop {
  /** How often the pattern of accesses is repeated. */
  readonly rounds: number;
  readonly iterationsPerRound: number;
  readonly initiationInterval: number;
  /** 0, for loops that are not self-flushing: an iteration reads and writes in the same cycle. */
  readonly depthCycles: number;
  readonly selfFlushing: boolean;
  readonly needsRoomAlways?: boolean;
  /** For each input port the iterations of a round that read a word, ascending. */
  readonly reads: readonly Int32Array[];
  /** For each output port the iterations of a round whose result is written, ascending. */
  readonly writes: readonly Int32Array[];
}

/**
 * Allows accesses only in cycles with `open[cycle % open.length]`: a source or sink with a rhythm of its own, and no
 * self-flushing loop.
 */
export interface Gate {
  readonly open: readonly boolean[];
}

/**
 * What a block does with words. Called once for every iteration in order, with one word for each input port that the
 * iteration reads; returns one word for each output port that it writes (other entries are ignored).
 */
export interface BlockBody {
  iterate(loop: number, iteration: number, inputs: readonly Word[]): readonly Word[];
}

/** The RTL module that a block is an instance of: `sim/fabric/rtl/units/<name>.sv`. */
export interface HardwareModule {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Contents of its memories, by the parameter that names the memory's file. */
  readonly memories?: Readonly<Record<string, () => MemoryContents>>;
  /** Without clock and reset. */
  readonly combinational?: boolean;
}

/** The words that stand in a memory, `bits` wide, from address 0 on. */
export interface MemoryContents {
  readonly bits: number;
  readonly words: readonly Word[];
}

/** A hardware block: loops that run one after the other, each drained before the next begins. */
export interface Block {
  readonly name: string;
  /** Kind of hardware unit, for reports. */
  readonly unit: string;
  /** Names of the streams that it reads, one a port. */
  readonly inputs: readonly string[];
  /** Names of the streams that it writes, one a port. */
  readonly outputs: readonly string[];
  /** First cycle in which the block may do anything. */
  readonly startCycle: number;
  readonly gate?: Gate;
  readonly loops: readonly Loop[];
  readonly createBody?: () => BlockBody;
  /** Absent where there is no RTL of it. */
  readonly module?: HardwareModule;
}

/** Blocks and streams. Every stream has one writer and one reader. */
export interface Pipeline {
  readonly name: string;
  /** Images in the batch; blocks know their finite number of iterations. */
  readonly frames: number;
  readonly blocks: readonly Block[];
  readonly streams: readonly StreamSpec[];
}

/** The two ends of each stream of a pipeline, as block indices. */
export interface StreamEnds {
  readonly writer: number;
  readonly reader: number;
}

/**
 * Finds the writer and the reader of every stream, in the order of `pipeline.streams`.
 * Throws RangeError if a stream lacks one or has two, a name is unknown or used twice, or a loop is malformed.
 */
export function connect(pipeline: Pipeline): StreamEnds[] {
  const ends = new Map<string, { writer: number; reader: number }>();
  for (const stream of pipeline.streams) {
    if (ends.has(stream.name)) throw new RangeError(`stream ${stream.name} is declared twice`);
    checkStream(stream);
    ends.set(stream.name, { writer: -1, reader: -1 });
  }
  const attach = (block: number, name: string, end: 'writer' | 'reader') => {
    const stream = ends.get(name);
    if (stream === undefined) throw new RangeError(`block ${pipeline.blocks[block].name} names no stream: ${name}`);
    if (stream[end] !== -1) throw new RangeError(`stream ${name} has two ${end}s`);
    stream[end] = block;
  };
  pipeline.blocks.forEach((block, index) => {
    for (const name of block.inputs) attach(index, name, 'reader');
    for (const name of block.outputs) attach(index, name, 'writer');
    for (const loop of block.loops) checkLoop(block, loop);
    if (pipeline.blocks.findIndex(({ name }) => name === block.name) !== index) {
      throw new RangeError(`block ${block.name} is declared twice`);
    }
  });
  for (const [name, { writer, reader }] of ends) {
    if (writer === -1 || reader === -1) throw new RangeError(`stream ${name} has a dangling end`);
  }
  checkCombinational(pipeline, [...ends.values()]);
  return [...ends.values()];
}

function checkStream({ name, depth, latencyCycles = 1, addressing }: StreamSpec): void {
  if (!isWhole(depth, 1)) throw new RangeError(`stream ${name} has depth ${depth}`);
  if (!isWhole(latencyCycles, 0)) throw new RangeError(`stream ${name} has latency ${latencyCycles}`);
  if (addressing === undefined) return;
  const { words, reads, freedBy } = addressing;
  const takes = reads.length > 0 && reads.every((word) => word >= 0 && word < words);
  const frees = freedBy.every((read, word) => read >= (word === 0 ? 0 : freedBy[word - 1]) && read < reads.length);
  if (!takes || !frees || freedBy.length !== words) throw new RangeError(`stream ${name} has malformed addressing`);
}

/** What a block does in a cycle must not depend, over hand-offs within the cycle, on what it does in that cycle. */
function checkCombinational({ blocks, streams }: Pipeline, ends: readonly StreamEnds[]): void {
  const dependsOn = blocks.map((): number[] => []);
  streams.forEach(({ latencyCycles, reuseCycles }, index) => {
    const { writer, reader } = ends[index];
    if (latencyCycles === 0) dependsOn[reader].push(writer);
    if (reuseCycles === 0) dependsOn[writer].push(reader);
  });
  const done = new Set<number>();
  const visit = (block: number, path: readonly number[]) => {
    if (path.includes(block)) throw new RangeError(`block ${blocks[block].name} is part of a combinational loop`);
    if (done.has(block)) return;
    for (const other of dependsOn[block]) visit(other, [...path, block]);
    done.add(block);
  };
  for (const block of blocks.keys()) visit(block, []);
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function checkLoop(block: Block, loop: Loop): void {
  const { rounds, iterationsPerRound, initiationInterval, depthCycles, selfFlushing, reads, writes } = loop;
  const ports = reads.length === block.inputs.length && writes.length === block.outputs.length;
  const inside = [...reads, ...writes].every((port) =>
    port.every(
      (iteration, index) => iteration > (index === 0 ? -1 : port[index - 1]) && iteration < iterationsPerRound,
    ),
  );
  const sizes =
    isWhole(rounds, 0) &&
    isWhole(iterationsPerRound, 1) &&
    isWhole(initiationInterval, 1) &&
    isWhole(depthCycles, selfFlushing ? 1 : 0);
  const gated = block.gate !== undefined && selfFlushing;
  if (gated || !(ports && inside && sizes)) throw new RangeError(`block ${block.name} has a malformed loop`);
}

/** Cycles of the loop's own time in which an iteration holds the entry: iterations x initiation interval. */
export function busyCycles(loop: Loop): number {
  return loop.rounds * loop.iterationsPerRound * loop.initiationInterval;
}

/** Cycles of the loop's own time until its last iteration has entered and its last result has left. */
export function lengthCycles(loop: Loop): number {
  if (loop.rounds === 0) return 0;
  const lastWrite = Math.max(-1, ...loop.writes.map((port) => port.at(-1) ?? -1));
  if (lastWrite === -1) return busyCycles(loop);
  const lastIteration = (loop.rounds - 1) * loop.iterationsPerRound + lastWrite;
  return Math.max(busyCycles(loop), lastIteration * loop.initiationInterval + loop.depthCycles + 1);
}

/** Words that a block moves through one of its ports in the whole batch. */
export function wordsThrough(block: Block, side: 'reads' | 'writes', port: number): number {
  return block.loops.reduce((sum, loop) => sum + loop.rounds * loop[side][port].length, 0);
}

/** Words that are written to a stream, or times that it is read, for each frame. */
export function accessesPerFrame({ blocks, frames }: Pipeline, stream: string, side: 'writes' | 'reads'): number {
  const portsOf = ({ inputs, outputs }: Block) => (side === 'writes' ? outputs : inputs);
  const block = blocks.find((each) => portsOf(each).includes(stream))!;
  return wordsThrough(block, side, portsOf(block).indexOf(stream)) / frames;
}

/** For each cycle of a gate's rhythm how many cycles pass until it is open. */
export function cyclesUntilOpen({ open }: Gate): Int32Array {
  const wait = new Int32Array(open.length);
  let next = open.length + open.indexOf(true);
  for (let cycle = open.length - 1; cycle >= 0; cycle--) {
    if (open[cycle]) next = cycle;
    wait[cycle] = next - cycle;
  }
  return wait;
}
