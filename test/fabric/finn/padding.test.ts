import { expect } from 'chai';
import { runFinnBlock } from '../../helpers/pipeline-file.js';

const borders = { padTop: 1, padLeft: 2, padBottom: 3, padRight: 1 };
const map = { type: 'fmpadding', H: 3, W: 4, C: 2, SIMD: 1 };

describe("FINN's padding", () => {
  const outputBeatsPerFrame = 7 * 7 * 2;

  it('gives a beat a cycle from the first cycle on, also while it waits for the first beat', () => {
    const { streams, interval } = runFinnBlock({ ...map, ...borders }, { beats: 24, outputBeatsPerFrame, frames: 9 });
    expect(streams[1].handshakes).to.deep.equal([...Array(9 * outputBeatsPerFrame).keys()]);
    expect(interval).to.equal(outputBeatsPerFrame);
  });

  it('takes one beat before it needs it', () => {
    const { streams } = runFinnBlock({ ...map, ...borders }, { beats: 24, outputBeatsPerFrame });
    const [first, second, third] = streams[0].handshakes;
    const leading = (7 + 2) * 2;
    expect([first, second, third]).to.deep.equal([0, leading, leading + 1]);
  });

  it('waits for the source only inside the map', () => {
    const late = 100;
    const source = { allow: [late], modulo: 1000 };
    const { streams } = runFinnBlock({ ...map, ...borders }, { beats: 24, outputBeatsPerFrame, source });
    const leading = (7 + 2) * 2;
    expect(streams[1].handshakes.slice(0, leading)).to.deep.equal([...Array(leading).keys()]);
    expect(streams[1].handshakes[leading]).to.equal(late + 1);
  });

  it('passes a map without borders on', () => {
    const { streams, firstInToFirstOut } = runFinnBlock(map, { beats: 24 });
    expect(streams.map(({ handshakes }) => handshakes.length)).to.deep.equal([24, 24]);
    expect(firstInToFirstOut).to.equal(1);
  });
});
