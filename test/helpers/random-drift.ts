import fc from 'fast-check';
import type { Block, Loop, Pipeline } from '../../sim/core/index.js';

/** What a case draws of a block. */
interface Draft {
  /** Cycles by which a frame takes less than in the front's busiest block. */
  readonly spare: number;
  readonly words: number;
  readonly depth: number;
  /** Of the stream that it reads: cycles until a word can be read, and until a slot can be used again. */
  readonly handOff: readonly [number, 0 | 1];
  /** Frames that a round takes. */
  readonly framesPerRound: 1 | 2;
  readonly depthCycles: number;
  readonly selfFlushing: boolean;
  readonly needsRoomAlways: boolean;
  readonly seed: number;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  spare: fc.integer({ min: 3, max: 12 }),
  words: fc.integer({ min: 1, max: 9 }),
  depth: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 })),
  handOff: fc.constantFrom<[number, 0 | 1]>([1, 1], [1, 1], [1, 0], [0, 1], [3, 1]),
  framesPerRound: fc.nat(24).map((drawn) => (drawn === 0 ? 2 : 1)),
  depthCycles: fc.integer({ min: 1, max: 7 }),
  selfFlushing: fc.boolean(),
  needsRoomAlways: fc.constantFrom(false, false, true),
  seed: fc.nat(1000),
});

/**
 * Chains in which a front is a few cycles a frame faster than a slow block behind it, and fills the streams between them for
 * hundreds of frames; blocks do all kinds of things in a frame. The source may fetch several frames in a burst.
 */
export const randomDrift: fc.Arbitrary<Pipeline> = fc
  .record({
    bursts: fc.integer({ min: 100, max: 400 }),
    framesPerBurst: fc.constantFrom(1, 1, 4),
    drafts: fc.array(draft, { minLength: 3, maxLength: 6 }),
    slow: fc.nat(),
    busiest: fc.nat(),
    cycles: fc.integer({ min: 40, max: 90 }),
    gain: fc.integer({ min: 1, max: 2 }),
    gate: fc.constantFrom([true], [true], [true], [true, true], [true, false], [true, true, false]),
  })
  .map(({ bursts, framesPerBurst, drafts, cycles, gain, gate, ...places }) => {
    const frames = 2 * bursts * framesPerBurst;
    const slow = 1 + (places.slow % (drafts.length - 1));
    const busiest = places.busiest % slow;
    const words = [...drafts.map((each) => each.words), drafts[0].words];
    const unit = (index: number): Block => {
      const { spare, framesPerRound, depthCycles, selfFlushing, needsRoomAlways, seed } = drafts[index];
      const taken = index === slow ? cycles : index === busiest ? cycles - gain : cycles - gain - spare;
      const accesses = (count: number, from: number) => {
        return spread(count * framesPerRound, taken * framesPerRound, from);
      };
      const loop: Loop = {
        rounds: frames / framesPerRound,
        iterationsPerRound: taken * framesPerRound,
        initiationInterval: 1,
        depthCycles,
        selfFlushing,
        needsRoomAlways,
        reads: [accesses(words[index], seed)],
        writes: [accesses(words[index + 1], seed + 7)],
      };
      return blockOf(`b${index}`, [`s${index}`], [`s${index + 1}`], loop);
    };
    const burst = framesPerBurst * words[0];
    const source = blockOf('source', [], ['s0'], {
      ...PLAIN,
      rounds: frames / framesPerBurst,
      iterationsPerRound: burst + 8,
      reads: [],
      writes: [Int32Array.from({ length: burst }, (_, word) => word)],
    });
    const [last] = words.slice(-1);
    const taking: Loop = {
      ...PLAIN,
      rounds: frames,
      iterationsPerRound: last,
      reads: [Int32Array.from({ length: last }, (_, word) => word)],
      writes: [],
    };
    const sink = { ...blockOf('sink', [`s${drafts.length}`], [], taking), gate: { open: gate } };
    return {
      name: 'drift',
      frames,
      blocks: [source, ...drafts.map((_, index) => unit(index)), sink],
      streams: words.map((_, index) => {
        const { depth, handOff } = drafts[index] ?? { depth: 2, handOff: [1, 1] };
        return { name: `s${index}`, bits: 8, depth, latencyCycles: handOff[0], reuseCycles: handOff[1] };
      }),
    };
  });

const PLAIN = { initiationInterval: 1, depthCycles: 0, selfFlushing: false };

function blockOf(name: string, inputs: readonly string[], outputs: readonly string[], loop: Loop): Block {
  return { name, unit: 'random', inputs, outputs, startCycle: 0, loops: [loop] };
}

/** So many of the iterations, here close together and there far apart. */
function spread(count: number, iterations: number, seed: number): Int32Array {
  const gaps = Array.from({ length: count }, (_, place) => 1 + ((seed * (place + 3) * 7919) % 11));
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const room = iterations - count;
  let sum = 0;
  return Int32Array.from(gaps, (gap, place) => {
    sum += gap;
    return place + Math.floor((room * sum) / (total + 1));
  });
}
