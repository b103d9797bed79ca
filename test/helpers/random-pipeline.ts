import fc from 'fast-check';
import {
  type Addressing,
  type Block,
  type BlockBody,
  connect,
  type Loop,
  type Pipeline,
  type StreamSpec,
  type Word,
} from '../../sim/core/index.js';

/** Ascending iterations, `count` of `iterations`. */
function accesses(iterations: number, count: number): fc.Arbitrary<Int32Array> {
  return fc
    .shuffledSubarray([...Array(iterations).keys()], { minLength: count, maxLength: count })
    .map((chosen) => Int32Array.from(chosen).sort());
}

interface LoopShape {
  readonly words: readonly number[];
  readonly writes: readonly number[];
}

/** A loop that reads and writes the given numbers of words a round. */
function loopArbitrary(shape: LoopShape, rounds: number, flushing: boolean): fc.Arbitrary<Loop> {
  const least = Math.max(1, ...shape.words, ...shape.writes);
  return fc
    .record({
      slack: fc.nat(4),
      initiationInterval: fc.integer({ min: 1, max: 3 }),
      depthCycles: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })),
      selfFlushing: flushing ? fc.boolean() : fc.constant(false),
      needsRoomAlways: fc.constantFrom(false, false, true),
    })
    .chain(({ slack, depthCycles, ...timing }) => {
      const iterationsPerRound = least + slack;
      return fc.record({
        rounds: fc.constant(rounds),
        iterationsPerRound: fc.constant(iterationsPerRound),
        initiationInterval: fc.constant(timing.initiationInterval),
        depthCycles: fc.constant(timing.selfFlushing ? Math.max(1, depthCycles) : depthCycles),
        selfFlushing: fc.constant(timing.selfFlushing),
        needsRoomAlways: fc.constant(timing.needsRoomAlways),
        reads: fc.tuple(...shape.words.map((count) => accesses(iterationsPerRound, count))),
        writes: fc.tuple(...shape.writes.map((count) => accesses(iterationsPerRound, count))),
      });
    });
}

const gateArbitrary = fc.option(
  fc
    .array(fc.boolean(), { minLength: 1, maxLength: 5 })
    .filter((open) => open.some(Boolean))
    .map((open) => ({ open })),
  { nil: undefined },
);

/** A body that folds everything it has read into what it writes: words in the wrong order show. */
function mixingBody(outputs: number): () => BlockBody {
  return () => {
    let mixed: Word = 1n;
    return {
      iterate(loop, iteration, inputs) {
        for (const word of inputs)
          if (word !== undefined) mixed = (mixed * 31n + word + BigInt(loop + iteration)) % 65521n;
        return Array<Word>(outputs).fill(mixed);
      },
    };
  };
}

/** How a stream hands words over, and the words of a frame. */
interface Memory {
  readonly words: number;
  readonly depth: number;
  readonly latencyCycles: number;
  readonly reuseCycles: 0 | 1;
  readonly addressing?: Addressing;
}

interface Edge extends Memory {
  readonly from: number;
  readonly to: number;
}

const SHALLOW = fc.integer({ min: 1, max: 9 });
const DEEP = fc.integer({ min: 30, max: 400 });

/** Mostly plain FIFOs; mostly of small depths, so that some deadlock. */
function memoryArbitrary(deep: boolean): fc.Arbitrary<Memory> {
  return fc
    .record({
      words: fc.integer({ min: 1, max: 6 }),
      depth: deep ? fc.oneof(SHALLOW, DEEP) : SHALLOW,
      handOff: fc.constantFrom<[number, 0 | 1]>([1, 1], [1, 1], [1, 0], [0, 1], [3, 1]),
      addressed: fc.constantFrom(false, false, true),
    })
    .chain(({ words, handOff: [latencyCycles, reuseCycles], addressed, ...rest }) => {
      const memory = { ...rest, words, latencyCycles, reuseCycles };
      return addressed
        ? addressingArbitrary(words).map((addressing) => ({ ...memory, addressing }))
        : fc.constant(memory);
    });
}

function addressingArbitrary(words: number): fc.Arbitrary<Addressing> {
  return fc.array(fc.nat(words - 1), { minLength: 1, maxLength: 8 }).chain((reads) =>
    fc.array(fc.nat(reads.length - 1), { minLength: words, maxLength: words }).map((frees) => ({
      words,
      reads: Int32Array.from(reads),
      freedBy: Int32Array.from(frees).sort(),
    })),
  );
}

function blockArbitrary(index: number, edges: readonly Edge[], frames: number, source: boolean): fc.Arbitrary<Block> {
  const inputs = edges.filter(({ to }) => to === index);
  const outputs = edges.filter(({ from }) => from === index);
  const shape = {
    words: inputs.map(({ words, addressing }) => addressing?.reads.length ?? words),
    writes: outputs.map(({ words }) => words),
  };
  const end = inputs.length === 0 || outputs.length === 0;
  const splits = source ? fc.nat(frames) : fc.constantFrom(0, 0, 0, 1).map((loops) => Math.min(loops, frames - 1));
  return splits.chain((split) =>
    fc
      .record({
        startCycle: fc.nat(7),
        gate: end ? gateArbitrary : fc.constant(undefined),
        loops: fc.tuple(loopArbitrary(shape, split, !end), loopArbitrary(shape, frames - split, !end)),
      })
      .map(({ startCycle, gate, loops }) => ({
        name: `b${index}`,
        unit: 'random',
        inputs: inputs.map(streamName),
        outputs: outputs.map(streamName),
        startCycle,
        ...(gate === undefined ? {} : { gate }),
        loops,
        createBody: mixingBody(outputs.length),
      })),
  );
}

function streamName({ from, to }: Pick<Edge, 'from' | 'to'>): string {
  return `s${from}to${to}`;
}

/**
 * A chain of blocks of random loops (some self-flushing, some in two parts, some that need room always), joined by
 * memories of all kinds, with a source and a sink of their own rhythm and, now and then, a stream that bypasses a block,
 * or a block on a branch beside it. With `deep`, some streams hold many frames, so that blocks drift apart for long.
 */
export function randomPipeline(
  options: { readonly minFrames?: number; readonly maxFrames?: number; readonly deep?: boolean } = {},
): fc.Arbitrary<Pipeline> {
  const { minFrames = 1, maxFrames = 8, deep = false } = options;
  return fc
    .record({
      frames: fc.integer({ min: minFrames, max: maxFrames }),
      blocks: fc.integer({ min: 2, max: 5 }),
      memories: fc.array(memoryArbitrary(deep), { minLength: 6, maxLength: 6 }),
      beside: fc.constantFrom('nothing', 'stream', 'block'),
    })
    .chain(({ frames, blocks: chained, memories, beside }) => {
      const edge = (from: number, to: number, index: number) => ({ from, to, ...memories[index] });
      const edges: Edge[] = Array.from({ length: chained - 1 }, (_, from) => edge(from, from + 1, from));
      const branch = chained > 2 ? beside : 'nothing';
      if (branch === 'stream') edges.push(edge(0, 2, 4));
      if (branch === 'block') edges.push(edge(0, chained, 4), edge(chained, 2, 5));
      const blocks = branch === 'block' ? chained + 1 : chained;
      const streams: StreamSpec[] = edges.map(({ from, to, words: _, ...memory }) => ({
        ...memory,
        name: streamName({ from, to }),
        bits: 16,
      }));
      return fc
        .tuple(...Array.from({ length: blocks }, (_, index) => blockArbitrary(index, edges, frames, index === 0)))
        .map((all) => ({ name: 'random', frames, blocks: all, streams }));
    })
    .filter(isConnected);
}

/** Whether no block depends on itself within a cycle. */
function isConnected(pipeline: Pipeline): boolean {
  try {
    connect(pipeline);
    return true;
  } catch {
    return false;
  }
}
