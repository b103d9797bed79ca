import { expect } from 'chai';
import fc from 'fast-check';
import { CAUSES, HandshakeRecorder } from '../../../sim/core/index.js';
import { fillChanges } from '../../../sim/core/trace/recorder.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomWindow } from '../../helpers/random-window.js';
import { EXACT_ENGINES, record, recordEverything } from '../../helpers/record-everything.js';

/** Words written in 1 to 5; the sink begins late and reads in 4 to 8. */
const late = pipeline(5, { s: 9 }, [
  block('source', '-> s', loop({ rounds: 5, writes: [[0]] })),
  block('sink', 's ->', loop({ rounds: 5, reads: [[0]] }), { startCycle: 4 }),
]);
const chain = pipeline(2, { s: 2, t: 2 }, [
  block('source', '-> s', loop({ rounds: 2, writes: [[0]] })),
  block('unit', 's -> t', loop({ rounds: 2, reads: [[0]], writes: [[0]] })),
  block('sink', 't ->', loop({ rounds: 2, reads: [[0]] })),
]);

for (const engine of EXACT_ENGINES) {
  describe(`a recording of the ${engine} engine`, () => {
    it('holds what moved in its window, and how many words were there before', () => {
      const { recording } = record(late, engine, { fromCycle: 3, toCycle: 6 });
      expect(recording.streams).to.deep.equal([
        { name: 's', depth: 9, bits: 8, initialFill: 2, written: [3, 4, 5], read: [4, 5], freed: [4, 5] },
      ]);
      expect(recording.blocks).to.deep.equal([
        {
          name: 'source',
          unit: 'test',
          spans: [
            { cause: 'busy', fromCycle: 3, toCycle: 5 },
            { cause: 'drain', fromCycle: 5, toCycle: 6 },
          ],
        },
        {
          name: 'sink',
          unit: 'test',
          spans: [
            { cause: 'fill', fromCycle: 3, toCycle: 4 },
            { cause: 'busy', fromCycle: 4, toCycle: 6 },
          ],
        },
      ]);
    });

    it('of some streams holds only the blocks at their ends', () => {
      const { recording } = record(chain, engine, { fromCycle: 0, toCycle: 99, streams: ['t'] });
      expect(recording.streams.map((stream) => stream?.name)).to.deep.equal([undefined, 't']);
      expect(recording.blocks.map((block) => block?.name)).to.deep.equal([undefined, 'unit', 'sink']);
    });
  });
}

describe('a recording', () => {
  it('of an unknown stream is refused with the nearest', () => {
    const selection = { fromCycle: 0, toCycle: 9, streams: ['tt'] };
    expect(inputErrorOf(() => new HandshakeRecorder(chain, selection))).to.equal(
      'no stream tt in this pipeline, allowed: s, t (did you mean t?)',
    );
  });

  it('of a window is what lies in it of the recording of everything', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline, fromCycle, toCycle }) => {
        const whole = recordEverything(pipeline, 'tick');
        const inside = (cycles: readonly number[]) => cycles.filter((cycle) => cycle >= fromCycle && cycle < toCycle);
        const before = (cycles: readonly number[]) => cycles.filter((cycle) => cycle < fromCycle).length;
        for (const engine of EXACT_ENGINES) {
          const { recording } = record(pipeline, engine, { fromCycle, toCycle });
          whole.streams.forEach((stream, index) => {
            const { written, read, freed } = stream!;
            expect(recording.streams[index]).to.deep.equal({
              ...stream,
              initialFill: before(written) - before(freed),
              written: inside(written),
              read: inside(read),
              freed: inside(freed),
            });
          });
        }
      }),
    );
  });

  it('of everything holds as many cycles of each cause as the engine counts', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline }) => {
        for (const engine of EXACT_ENGINES) {
          const { timing, blocks } = recordEverything(pipeline, engine);
          timing.blocks.forEach(({ causes }, index) => {
            const counted = Object.fromEntries(CAUSES.map((cause) => [cause, 0]));
            for (const { cause, fromCycle, toCycle } of blocks[index]!.spans) counted[cause] += toCycle - fromCycle;
            expect(counted).to.deep.equal(causes);
          });
        }
      }),
    );
  });
});

describe('a recording of a memory with addressing', () => {
  it('tells reads from freed slots', () => {
    const addressing = { words: 2, reads: Int32Array.of(0, 1, 0, 1), freedBy: Int32Array.of(2, 3) };
    const replay = {
      ...pipeline(2, { s: 2 }, [
        block('source', '-> s', loop({ rounds: 2, iterations: 2, writes: [[0, 1]] })),
        block('sink', 's ->', loop({ rounds: 2, iterations: 4, reads: [[0, 1, 2, 3]] })),
      ]),
      streams: [{ name: 's', depth: 2, bits: 8, addressing }],
    };
    for (const engine of EXACT_ENGINES) {
      const [stream] = recordEverything(replay, engine).streams;
      expect(stream!.read).to.have.length(8);
      expect(stream!.freed).to.deep.equal([2, 3, 6, 7].map((index) => stream!.read[index]));
    }
  });
});

describe('fillChanges', () => {
  const stream = { name: 's', depth: 9, bits: 8, initialFill: 2, written: [3, 4, 6, 7], read: [], freed: [4, 5, 9] };

  it('tells the fill at the beginning of the window and of the cycles in which it differs', () => {
    expect(fillChanges(stream, { fromCycle: 3, toCycle: 20 })).to.deep.equal([
      { cycle: 3, fill: 2 },
      { cycle: 4, fill: 3 },
      { cycle: 6, fill: 2 },
      { cycle: 7, fill: 3 },
      { cycle: 8, fill: 4 },
      { cycle: 10, fill: 3 },
    ]);
  });

  it('counts a word that is freed before it is written as no word', () => {
    const early = { ...stream, initialFill: 0, written: [6], freed: [4, 4, 8] };
    expect(fillChanges(early, { fromCycle: 3, toCycle: 20 })).to.deep.equal([{ cycle: 3, fill: 0 }]);
  });

  it('says nothing of the cycle after the window', () => {
    expect(fillChanges(stream, { fromCycle: 3, toCycle: 10 }).at(-1)).to.deep.equal({ cycle: 8, fill: 4 });
  });
});
