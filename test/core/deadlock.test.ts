import { expect } from 'chai';
import { deadlockSentence, type Pipeline } from '../../sim/core/index.js';
import { block, loop, pipeline } from '../helpers/hand-made.js';
import { EXACT_ENGINES, runExactly } from '../helpers/record-everything.js';

/**
 * A fork whose one branch collects four words before it gives any, while the other has room for `depth` words: the join
 * waits for the collector, the collector for the fork, and the fork for the join unless the bypass holds four words.
 */
function branching(depth: number): Pipeline {
  const each = [0, 1, 2, 3];
  return pipeline(2, { in: 2, branch: 2, bypass: depth, collected: 4 }, [
    block('source', '-> in', loop({ rounds: 2, iterations: 4, writes: [each] })),
    block('fork', 'in -> branch bypass', loop({ rounds: 2, iterations: 4, reads: [each], writes: [each, each] })),
    block(
      'collect',
      'branch -> collected',
      loop({ rounds: 2, iterations: 8, reads: [each], writes: [each.map((word) => word + 4)] }),
    ),
    block('join', 'collected bypass ->', loop({ rounds: 2, iterations: 4, reads: [each, each] })),
  ]);
}

for (const engine of EXACT_ENGINES) {
  describe(`deadlock in the ${engine} engine`, () => {
    it('is found where a bypass is too short, with who waits for whom', () => {
      // The source writes in 1, 2, 3, ..., the fork reads in 2, 3, 4 and writes in 3 and 4; its third result is due in 5
      // and never leaves. Of the source's words two lie in the stream, written in 4 and 5; the next is due in 6.
      // The collector reads in 4 and 5, and lacks its third word in 6.
      expect(runExactly(branching(2), engine).deadlock).to.deep.equal({
        cycle: 6,
        waits: [
          { block: 'source', for: 'output', stream: 'in', fill: 2, depth: 2 },
          { block: 'fork', for: 'output', stream: 'bypass', fill: 2, depth: 2 },
          { block: 'collect', for: 'input', stream: 'branch', fill: 0, depth: 2 },
          { block: 'join', for: 'input', stream: 'collected', fill: 0, depth: 4 },
        ],
        circle: ['fork', 'join', 'collect'],
        closed: true,
      });
    });

    it('is told in one sentence', () => {
      expect(deadlockSentence(runExactly(branching(2), engine).deadlock!)).to.equal(
        'deadlock in cycle 6, circle: fork -> join -> collect; source waits for output on in (2 of 2 words); fork waits for output on bypass (2 of 2 words); ' +
          'collect waits for input on branch (0 of 2 words); join waits for input on collected (0 of 4 words)',
      );
    });

    it('is gone as soon as the bypass holds what the other branch collects', () => {
      expect(runExactly(branching(3), engine).deadlock!.circle).to.deep.equal(['fork', 'join', 'collect']);
      const { deadlock, streams } = runExactly(branching(4), engine);
      expect(deadlock).to.equal(null);
      expect(streams.find(({ name }) => name === 'bypass')).to.deep.equal({ name: 'bypass', depth: 4, highWater: 4 });
    });

    it('is also the wait for a writer that has finished', () => {
      const starving = pipeline(1, { in: 2, out: 2 }, [
        block('source', '-> in', loop({ rounds: 3, writes: [[0]] })),
        block('unit', 'in -> out', loop({ rounds: 4, depth: 2, reads: [[0]], writes: [[0]] })),
        block('sink', 'out ->', loop({ rounds: 4, reads: [[0]] })),
      ]);
      // Words 2 and 3 do not come out of the unit: it lacks the word that would push them.
      expect(runExactly(starving, engine).deadlock).to.deep.equal({
        cycle: 6,
        waits: [
          { block: 'unit', for: 'input', stream: 'in', fill: 0, depth: 2 },
          { block: 'sink', for: 'input', stream: 'out', fill: 0, depth: 2 },
        ],
        circle: ['unit', 'source'],
        closed: false,
      });
    });

    it('leaves the causes of a stalled block complete', () => {
      const { cycles, blocks } = runExactly(branching(2), engine);
      expect(cycles).to.equal(6);
      expect(blocks.find(({ name }) => name === 'fork')!.causes).to.deep.equal({
        busy: 3,
        waitInput: 0,
        waitOutput: 1,
        fill: 2,
        drain: 0,
      });
    });
  });
}
