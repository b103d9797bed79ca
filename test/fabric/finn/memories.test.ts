import { expect } from 'chai';
import { runFinnBlock } from '../../helpers/pipeline-file.js';

/** A sink that is not ready before this cycle. */
const LATE = 900;
const lateSink = { allow: [LATE], modulo: LATE + 1 };

/** Beats that a block takes before anybody takes one from it, and cycles from the first in to the first out otherwise. */
function capacityAndLatency(block: object): readonly [capacity: number, latency: number | null] {
  const stopped = runFinnBlock(block, { beats: 100, sink: lateSink });
  const { firstInToFirstOut } = runFinnBlock(block, { beats: 100 });
  return [stopped.streams[0].handshakes.filter((cycle) => cycle < LATE).length, firstInToFirstOut];
}

describe("FINN's FIFO", () => {
  for (const [depth, capacity] of [
    [1, 2],
    [2, 2],
    [3, 3],
    [17, 17],
    [64, 64],
  ]) {
    it(`holds exactly ${capacity} beats where a depth of ${depth} is asked for, and hands them on a cycle later`, () => {
      expect(capacityAndLatency({ type: 'fifo', depth })).to.deep.equal([capacity, 1]);
    });
  }

  it('does not take a beat in the cycle in which it hands one on while it is full', () => {
    const { streams } = runFinnBlock(
      { type: 'fifo', depth: 2 },
      { beats: 5, frames: 1, sink: { allow: [4], modulo: 5 } },
    );
    expect(streams.map(({ handshakes }) => handshakes)).to.deep.equal([
      [0, 1, 5, 10, 15],
      [4, 9, 14, 19, 24],
    ]);
  });
});

describe("FINN's thresholding", () => {
  for (const outputBits of [1, 2, 3, 4, 8]) {
    for (const deepPipeline of [false, true]) {
      const stages = deepPipeline ? 2 * outputBits : outputBits;
      const how = deepPipeline ? 'two stages' : 'a stage';
      it(`of ${outputBits} bits with ${how} each takes ${stages + 2} cycles and has at most ${stages + 3} beats pending`, () => {
        const block = { type: 'thresholding', outputBits, C: 4, PE: 2, deepPipeline };
        expect(capacityAndLatency(block)).to.deep.equal([stages + 3, stages + 2]);
      });
    }
  }

  it('takes a beat a cycle', () => {
    const run = runFinnBlock({ type: 'thresholding', outputBits: 4, C: 8, PE: 1 }, { beats: 8, frames: 9 });
    expect(run.interval).to.equal(8);
  });
});
