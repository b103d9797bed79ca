import { expect } from 'chai';
import {
  type Block,
  busyCycles,
  connect,
  cyclesUntilOpen,
  type Loop,
  lengthCycles,
  type Pipeline,
  wordsThrough,
} from '../../sim/core/index.js';
import { block, loop, pipeline } from '../helpers/hand-made.js';

const source = block('source', '-> s', loop({ rounds: 2, writes: [[0]] }));
const sink = block('sink', 's ->', loop({ rounds: 2, reads: [[0]] }));
const good = pipeline(1, { s: 2 }, [source, sink]);

function withLoop(from: Block, change: Partial<Loop>): Pipeline {
  const changed = { ...from, loops: [{ ...from.loops[0], ...change }] };
  return { ...good, blocks: good.blocks.map((other) => (other === from ? changed : other)) };
}

describe('connect', () => {
  it('finds the two ends of every stream', () => {
    const middle = block('middle', 's -> t', loop({ rounds: 2, reads: [[0]], writes: [[0]] }));
    const last = block('last', 't ->', loop({ rounds: 2, reads: [[0]] }));
    expect(connect(pipeline(1, { t: 1, s: 1 }, [source, middle, last]))).to.deep.equal([
      { writer: 1, reader: 2 },
      { writer: 0, reader: 1 },
    ]);
  });

  const refused: [what: string, pipeline: Pipeline, message: string][] = [
    ['a stream that nothing reads', { ...good, blocks: [source] }, 'stream s has a dangling end'],
    ['a stream that nothing writes', { ...good, blocks: [sink] }, 'stream s has a dangling end'],
    ['two readers', { ...good, blocks: [source, sink, sink] }, 'stream s has two readers'],
    ['two writers', { ...good, blocks: [source, source, sink] }, 'stream s has two writers'],
    [
      'two blocks of one name',
      { ...good, blocks: [source, { ...sink, name: 'source' }] },
      'block source is declared twice',
    ],
    ['an unknown stream', { ...good, streams: [] }, 'block source names no stream: s'],
    ['a stream declared twice', { ...good, streams: [...good.streams, ...good.streams] }, 'stream s is declared twice'],
    ['a stream without room', pipeline(1, { s: 0 }, good.blocks), 'stream s has depth 0'],
    ['a stream with half a slot', pipeline(1, { s: 1.5 }, good.blocks), 'stream s has depth 1.5'],
  ];
  for (const [what, bad, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => connect(bad)).to.throw(RangeError, message);
    });
  }

  const malformed: [what: string, pipeline: Pipeline][] = [
    ['a negative number of rounds', withLoop(source, { rounds: -1 })],
    ['a round without iterations', withLoop(source, { iterationsPerRound: 0, writes: [Int32Array.of()] })],
    ['half an interval', withLoop(source, { initiationInterval: 0.5 })],
    ['less than no depth', withLoop(source, { depthCycles: -1 })],
    ['no depth that flushes itself', withLoop(source, { depthCycles: 0, selfFlushing: true })],
    ['fewer ports than streams', withLoop(source, { writes: [] })],
    ['more ports than streams', withLoop(sink, { reads: [Int32Array.of(0), Int32Array.of(0)] })],
    ['an access after the last iteration', withLoop(sink, { reads: [Int32Array.of(1)] })],
    ['an access before the first iteration', withLoop(sink, { reads: [Int32Array.of(-1)] })],
    ['an access twice', withLoop(source, { iterationsPerRound: 2, writes: [Int32Array.of(1, 1)] })],
    ['accesses that descend', withLoop(source, { iterationsPerRound: 2, writes: [Int32Array.of(1, 0)] })],
  ];
  for (const [what, bad] of malformed) {
    it(`refuses a loop with ${what}`, () => {
      expect(() => connect(bad)).to.throw(RangeError, 'has a malformed loop');
    });
  }

  it('refuses a gate on a self-flushing loop', () => {
    const gated = { ...source, gate: { open: [true, false] } };
    const flushing = { ...gated, loops: [loop({ rounds: 2, writes: [[0]], selfFlushing: true })] };
    expect(connect({ ...good, blocks: [gated, sink] })).to.deep.equal([{ writer: 0, reader: 1 }]);
    expect(() => connect({ ...good, blocks: [flushing, sink] })).to.throw(
      RangeError,
      'block source has a malformed loop',
    );
  });
});

describe('the length of a loop', () => {
  const cases: [what: string, loop: Loop, busy: number, length: number][] = [
    ['without rounds is nothing', loop({ rounds: 0, iterations: 5 }), 0, 0],
    ['that only reads is the time its iterations enter', loop({ rounds: 2, iterations: 5, reads: [[4]] }), 10, 10],
    ['ends when the last result has left', loop({ rounds: 2, iterations: 5, depth: 3, writes: [[4]] }), 10, 13],
    ['counts the interval', loop({ rounds: 2, iterations: 5, interval: 2, depth: 3, writes: [[4]] }), 20, 22],
    ['includes iterations after the last result', loop({ rounds: 2, iterations: 5, depth: 3, writes: [[0]] }), 10, 10],
    ['takes the latest of its ports', loop({ rounds: 1, iterations: 5, depth: 3, writes: [[0], [1, 3]] }), 5, 7],
  ];
  for (const [what, measured, busy, length] of cases) {
    it(what, () => {
      expect(busyCycles(measured)).to.equal(busy);
      expect(lengthCycles(measured)).to.equal(length);
    });
  }
});

describe('wordsThrough', () => {
  it('counts the words of a port in all loops', () => {
    const loops = [2, 3].map((rounds) => loop({ rounds, iterations: 4, reads: [[0], [0, 1, 3]], writes: [[2]] }));
    const both = block('both', 'a b -> c', loops);
    expect([
      wordsThrough(both, 'reads', 0),
      wordsThrough(both, 'reads', 1),
      wordsThrough(both, 'writes', 0),
    ]).to.deep.equal([5, 15, 5]);
  });
});

describe('cyclesUntilOpen', () => {
  it('counts none where the gate is open, else those to the next open cycle, also of the next turn', () => {
    expect([...cyclesUntilOpen({ open: [false, true, false, false] })]).to.deep.equal([1, 0, 3, 2]);
  });
});
