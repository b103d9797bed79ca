import fc from 'fast-check';
import type { Block, BlockBody, Loop, Pipeline, StreamSpec, Word } from '../../sim/core/index.js';

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
      depthCycles: fc.integer({ min: 1, max: 9 }),
      selfFlushing: flushing ? fc.boolean() : fc.constant(false),
    })
    .chain(({ slack, ...timing }) => {
      const iterationsPerRound = least + slack;
      return fc.record({
        rounds: fc.constant(rounds),
        iterationsPerRound: fc.constant(iterationsPerRound),
        initiationInterval: fc.constant(timing.initiationInterval),
        depthCycles: fc.constant(timing.depthCycles),
        selfFlushing: fc.constant(timing.selfFlushing),
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

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly words: number;
  readonly depth: number;
}

function blockArbitrary(index: number, edges: readonly Edge[], frames: number, source: boolean): fc.Arbitrary<Block> {
  const inputs = edges.filter(({ to }) => to === index);
  const outputs = edges.filter(({ from }) => from === index);
  const shape = { words: inputs.map(({ words }) => words), writes: outputs.map(({ words }) => words) };
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

function streamName({ from, to }: Edge): string {
  return `s${from}to${to}`;
}

/**
 * A chain of blocks of random loops (some self-flushing, some in two parts), with a source and a sink of their own
 * rhythm and, now and then, a stream that bypasses a block, or a block on a branch beside it. Depths are small, so that
 * some of them deadlock.
 */
export function randomPipeline(
  options: { readonly minFrames?: number; readonly maxFrames?: number } = {},
): fc.Arbitrary<Pipeline> {
  const { minFrames = 1, maxFrames = 8 } = options;
  return fc
    .record({
      frames: fc.integer({ min: minFrames, max: maxFrames }),
      blocks: fc.integer({ min: 2, max: 5 }),
      words: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 6, maxLength: 6 }),
      depths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 6 }),
      beside: fc.constantFrom('nothing', 'stream', 'block'),
    })
    .chain(({ frames, blocks: chained, words, depths, beside }) => {
      const edge = (from: number, to: number, index: number) => ({
        from,
        to,
        words: words[index],
        depth: depths[index],
      });
      const edges: Edge[] = Array.from({ length: chained - 1 }, (_, from) => edge(from, from + 1, from));
      const branch = chained > 2 ? beside : 'nothing';
      if (branch === 'stream') edges.push(edge(0, 2, 4));
      if (branch === 'block') edges.push(edge(0, chained, 4), edge(chained, 2, 5));
      const blocks = branch === 'block' ? chained + 1 : chained;
      const streams: StreamSpec[] = edges.map((edge) => ({ name: streamName(edge), depth: edge.depth, bits: 16 }));
      return fc
        .tuple(...Array.from({ length: blocks }, (_, index) => blockArbitrary(index, edges, frames, index === 0)))
        .map((all) => ({ name: 'random', frames, blocks: all, streams }));
    });
}
