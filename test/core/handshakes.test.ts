import { expect } from 'chai';
import { type CauseCycles, type Pipeline, totalCycles } from '../../sim/core/index.js';
import { block, loop, pipeline } from '../helpers/hand-made.js';
import { EXACT_ENGINES, record, runExactly } from '../helpers/record-everything.js';

/** What was worked out by hand: the cycles in which words move, and when all is over. */
interface Expected {
  readonly written: Readonly<Record<string, readonly number[]>>;
  readonly read: Readonly<Record<string, readonly number[]>>;
  readonly cycles: number;
  readonly causes?: Readonly<Record<string, CauseCycles>>;
}

const source = (words: number) => block('source', '-> in', loop({ rounds: words, writes: [[0]] }));
const sink = (words: number, startCycle = 0) =>
  block('sink', 'out ->', loop({ rounds: words, reads: [[0]] }), { startCycle });
/** Three words, written in cycles 1, 2 and 7. */
const hesitantSource = block('source', '-> in', loop({ rounds: 1, iterations: 7, writes: [[0, 1, 6]] }));
const unit = (words: number, depth: number, selfFlushing = false) =>
  block('unit', 'in -> out', loop({ rounds: words, depth, selfFlushing, reads: [[0]], writes: [[0]] }));
const straight = (words: number, depth: number, writer = source(words)) =>
  pipeline(words, { in: depth }, [writer, block('sink', 'in ->', loop({ rounds: words, reads: [[0]] }))]);

const cases: [behaviour: string, pipeline: Pipeline, expected: Expected][] = [
  [
    'a word written in one cycle is read in the next',
    // Iteration 0 enters in cycle 0 and its word leaves in cycle 1.
    straight(3, 2),
    {
      written: { in: [1, 2, 3] },
      read: { in: [2, 3, 4] },
      cycles: 5,
      causes: {
        source: { busy: 3, waitInput: 0, waitOutput: 0, fill: 0, drain: 2 },
        sink: { busy: 3, waitInput: 0, waitOutput: 0, fill: 2, drain: 0 },
      },
    },
  ],
  [
    'a slot freed in one cycle is written in the next',
    straight(3, 1),
    { written: { in: [1, 3, 5] }, read: { in: [2, 4, 6] }, cycles: 7 },
  ],
  [
    'a word leaves as many cycles after its iteration as the pipeline is deep',
    straight(3, 2, block('source', '-> in', loop({ rounds: 3, depth: 4, writes: [[0]] }))),
    { written: { in: [4, 5, 6] }, read: { in: [5, 6, 7] }, cycles: 8 },
  ],
  [
    'iterations enter an interval apart',
    straight(3, 2, block('source', '-> in', loop({ rounds: 3, interval: 3, writes: [[0]] }))),
    { written: { in: [1, 4, 7] }, read: { in: [2, 5, 8] }, cycles: 9 },
  ],
  [
    'a loop that does not flush itself keeps results inside while input is missing, and drains at the end',
    // Words are readable in 2, 3 and 8. Results would leave in 6 and 7, but the pipeline stands still from 4 to 7, with
    // one cycle of the first result's four over: it leaves in 10.
    pipeline(3, { in: 2, out: 2 }, [hesitantSource, unit(3, 4), sink(3)]),
    {
      written: { in: [1, 2, 7], out: [10, 11, 12] },
      read: { in: [2, 3, 8], out: [11, 12, 13] },
      cycles: 14,
      causes: { unit: { busy: 3, waitInput: 4, waitOutput: 0, fill: 2, drain: 5 } },
    },
  ],
  [
    'a loop that flushes itself lets results out while input is missing',
    pipeline(3, { in: 2, out: 2 }, [hesitantSource, unit(3, 4, true), sink(3)]),
    {
      written: { in: [1, 2, 7], out: [6, 7, 12] },
      read: { in: [2, 3, 8], out: [7, 8, 13] },
      cycles: 14,
      causes: { unit: { busy: 3, waitInput: 4, waitOutput: 0, fill: 2, drain: 5 } },
    },
  ],
  ...[false, true].map((selfFlushing): [string, Pipeline, Expected] => [
    `a full output stalls the input of a loop that ${selfFlushing ? 'flushes' : 'does not flush'} itself`,
    // The first result takes the only slot in 4. The second is due in 5 but leaves in 11, after the sink has begun; until
    // then the fourth word, readable from 5, is not read.
    pipeline(4, { in: 4, out: 1 }, [source(4), unit(4, 2, selfFlushing), sink(4, 10)]),
    {
      written: { in: [1, 2, 3, 4], out: [4, 11, 13, 15] },
      read: { in: [2, 3, 4, 11], out: [10, 12, 14, 16] },
      cycles: 17,
      causes: { unit: { busy: 4, waitInput: 0, waitOutput: 8, fill: 2, drain: 3 } },
    },
  ]),
  [
    'a loop begins when the one before it has drained',
    // The first loop's results leave in 3 and 4; the second loop enters in 5.
    straight(
      3,
      2,
      block('source', '-> in', [
        loop({ rounds: 2, depth: 3, writes: [[0]] }),
        loop({ rounds: 0, writes: [[0]] }),
        loop({ rounds: 1, writes: [[0]] }),
      ]),
    ),
    { written: { in: [3, 4, 6] }, read: { in: [4, 5, 7] }, cycles: 8 },
  ],
  [
    'a block does nothing before its start',
    straight(2, 2, block('source', '-> in', loop({ rounds: 2, writes: [[0]] }), { startCycle: 5 })),
    { written: { in: [6, 7] }, read: { in: [7, 8] }, cycles: 9 },
  ],
  [
    'a gate lets words through only where it is open, and its wait counts as busy',
    straight(
      2,
      2,
      block('source', '-> in', loop({ rounds: 2, writes: [[0]] }), { gate: { open: [false, false, true] } }),
    ),
    {
      written: { in: [2, 5] },
      read: { in: [3, 6] },
      cycles: 7,
      causes: { source: { busy: 5, waitInput: 0, waitOutput: 0, fill: 0, drain: 2 } },
    },
  ],
  [
    'an iteration enters only when all that it reads is there',
    pipeline(2, { a: 2, b: 2 }, [
      block('early', '-> a', loop({ rounds: 2, writes: [[0]] })),
      block('late', '-> b', loop({ rounds: 2, interval: 5, writes: [[0]] })),
      block('join', 'a b ->', loop({ rounds: 2, reads: [[0], [0]] })),
    ]),
    {
      written: { a: [1, 2], b: [1, 6] },
      read: { a: [2, 7], b: [2, 7] },
      // The late block's last iteration holds its entry until 9.
      cycles: 10,
      causes: { join: { busy: 2, waitInput: 4, waitOutput: 0, fill: 2, drain: 2 } },
    },
  ],
];

for (const engine of EXACT_ENGINES) {
  describe(`in the ${engine} engine`, () => {
    for (const [behaviour, machine, expected] of cases) {
      it(behaviour, () => {
        const { timing, recording } = record(machine, engine);
        const moved = (end: 'written' | 'read') =>
          Object.fromEntries(recording.streams.map((stream) => [stream!.name, stream![end]]));
        expect(moved('written')).to.deep.equal(expected.written);
        expect(moved('read')).to.deep.equal(expected.read);
        expect(timing.cycles).to.equal(expected.cycles);
        for (const { name, causes } of timing.blocks) {
          expect(totalCycles(causes)).to.equal(expected.cycles);
          if (expected.causes?.[name] !== undefined) expect(causes, name).to.deep.equal(expected.causes[name]);
        }
      });
    }

    it('the first frame is over when the sink has its last word', () => {
      const frames = pipeline(3, { in: 2 }, [
        block('source', '-> in', loop({ rounds: 3, iterations: 2, writes: [[0, 1]] })),
        block('sink', 'in ->', loop({ rounds: 3, iterations: 2, reads: [[0, 1]] })),
      ]);
      expect(runExactly(frames, engine).firstFrameCycles).to.equal(4);
    });

    it('the high-water mark is the most words at the end of a cycle', () => {
      const late = block('sink', 'in ->', loop({ rounds: 6, reads: [[0]] }), { startCycle: 4 });
      expect(runExactly(pipeline(6, { in: 9 }, [source(6), late]), engine).streams).to.deep.equal([
        { name: 'in', depth: 9, highWater: 3 },
      ]);
    });
  });
}
