import { expect } from 'chai';
import { simulatePipeline } from '../../../sim/fabric/index.js';
import { buildFile, runFile } from '../../helpers/pipeline-file.js';

const ENGINES = ['event', 'tick'] as const;

/** A residual block: the convolution needs rows of its input before its first output, the bypass must hold them. */
function residual(bypassDepth: number) {
  const map = { H: 8, W: 8, C: 2, SIMD: 2 };
  return {
    library: 'finn',
    frames: 4,
    inputBeatsPerFrame: 64,
    outputBeatsPerFrame: 64,
    blocks: [
      { type: 'duplicate', name: 'fork' },
      { type: 'fmpadding', name: 'pad', ...map, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 },
      { type: 'swg', name: 'window', ...map, H: 10, W: 10, KH: 3, KW: 3 },
      { type: 'mvu', name: 'conv', core: 'dsp48-4bit', MW: 18, MH: 4, PE: 4, SIMD: 2 },
      { type: 'fifo', name: 'bypass', from: ['fork'], depth: bypassDepth },
      { type: 'add', name: 'join', from: ['conv', 'bypass'] },
    ],
  };
}

/** LFC as on BNN-PYNQ's overlays (facts/bnn-pynq.md section 1). */
const lfc = {
  library: 'hls',
  frames: 12,
  inputBeatsPerFrame: 13,
  outputBeatsPerFrame: 4,
  blocks: [
    { type: 'fifo', depth: 1024 },
    { type: 'mvtu', name: 'L0', MW: 832, MH: 1024, PE: 32, SIMD: 64 },
    { type: 'fifo', depth: 16 },
    { type: 'mvtu', name: 'L1', MW: 1024, MH: 1024, PE: 64, SIMD: 32 },
    { type: 'fifo', depth: 8 },
    { type: 'mvtu', name: 'L2', MW: 1024, MH: 1024, PE: 32, SIMD: 64 },
    { type: 'fifo', depth: 16 },
    { type: 'dwc', inBits: 32, outBits: 8 },
    { type: 'mvtu', name: 'L3', MW: 1024, MH: 64, PE: 16, SIMD: 8 },
  ],
};

describe('a pipeline file', () => {
  it("has the streams between its blocks, from the source's to the sink's, by the output that feeds them", () => {
    const { streams } = runFile(residual(12));
    expect(streams.map(({ name, from, to }) => `${name}: ${from} -> ${to}`)).to.deep.equal([
      'source.out: source -> fork',
      'fork.out0: fork -> pad',
      'pad.out: pad -> window',
      'window.out: window -> conv',
      'fork.out1: fork -> bypass',
      'conv.out: conv -> join',
      'bypass.out: bypass -> join',
      'join.out: join -> sink',
    ]);
    for (const { name, handshakes } of streams) {
      const beats = { 'pad.out': 100, 'window.out': 576 }[name] ?? 64;
      expect(handshakes, name).to.have.lengthOf(4 * beats);
    }
  });

  it('names blocks without a name by their type and place', () => {
    const { streams } = runFile({
      library: 'finn',
      inputBeatsPerFrame: 4,
      outputBeatsPerFrame: 4,
      blocks: [
        { type: 'fifo', depth: 2 },
        { type: 'thresholding', outputBits: 1, C: 4, PE: 4 },
      ],
    });
    expect(streams.map(({ name }) => name)).to.deep.equal(['source.out', 'fifo0.out', 'thresholding1.out']);
  });

  it('takes a width converter between equal widths for wires', () => {
    const wires = { type: 'dwc', inBits: 8, outBits: 8 };
    const fifo = { type: 'fifo', depth: 3 };
    const rest = { library: 'finn', frames: 3, inputBeatsPerFrame: 7, outputBeatsPerFrame: 7 };
    const stalls = { source: { allow: [0, 3], modulo: 5 }, sink: { allow: [1], modulo: 3 } };
    const plain = runFile({ ...rest, ...stalls, blocks: [fifo] });
    const wired = runFile({ ...rest, ...stalls, blocks: [wires, fifo, wires] });
    const [offered, stored] = plain.streams.map(({ handshakes }) => handshakes);
    expect(wired.streams.map(({ handshakes }) => handshakes)).to.deep.equal([offered, offered, stored, stored]);
    expect(wired.total).to.equal(plain.total);
    const onlyWires = runFile({ ...rest, blocks: [wires] });
    expect(onlyWires.firstInToFirstOut).to.equal(0);
  });

  it('counts from the first cycle in which the source may offer, and begins leading padding before', () => {
    const pad = { type: 'fmpadding', H: 2, W: 2, C: 1, SIMD: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };
    const run = runFile({ library: 'finn', inputBeatsPerFrame: 4, outputBeatsPerFrame: 16, blocks: [pad] });
    const [first, last] = run.streams;
    expect(first.handshakes[0]).to.equal(0);
    expect(last.handshakes).to.deep.equal([...Array(16).keys()]);
    const built = buildFile({
      library: 'finn',
      inputBeatsPerFrame: 4,
      outputBeatsPerFrame: 25,
      blocks: [pad, { ...pad, H: 4, W: 4, padBottom: 0, padRight: 0 }],
    });
    const { streams } = simulatePipeline(built).run;
    expect(streams[1].handshakes[0]).to.equal(-15);
    expect(streams[2].handshakes[0]).to.equal(0);
  });

  it('has an interval from 8 frames on', () => {
    const block = { type: 'mvu', core: 'dsp58', MW: 4, MH: 6, PE: 2, SIMD: 1 };
    const file = { library: 'finn', inputBeatsPerFrame: 4, outputBeatsPerFrame: 3, blocks: [block] };
    const intervals = [1, 4, 7, 8, 9].map((frames) => runFile({ ...file, frames }).interval);
    expect(intervals).to.deep.equal([null, null, null, 12, 12]);
  });

  it('counts its cycles from the first beat in, whenever that is', () => {
    const ends = { inputBeatsPerFrame: 3, outputBeatsPerFrame: 3, source: { allow: [2], modulo: 5 } };
    const run = runFile({ library: 'finn', ...ends, blocks: [{ type: 'fifo', depth: 2 }] });
    expect(run.streams.map(({ handshakes }) => handshakes)).to.deep.equal([
      [2, 7, 12],
      [3, 8, 13],
    ]);
    expect([run.firstInToFirstOut, run.total]).to.deep.equal([1, 12]);
  });

  it('offers a beat until it is taken, also in cycles in which the source may not begin to', () => {
    const blocks = [{ type: 'fifo', depth: 2 }];
    const ends = { inputBeatsPerFrame: 6, outputBeatsPerFrame: 6, blocks };
    const run = runFile({
      library: 'finn',
      ...ends,
      source: { allow: [0], modulo: 4 },
      sink: { allow: [9], modulo: 10 },
    });
    expect(run.streams[0].handshakes).to.deep.equal([0, 4, 10, 20, 30, 40]);
  });

  it('may have frames of hundreds of thousands of beats', () => {
    const row = 2 ** 16;
    const window = { type: 'swg', H: 3, W: row, C: 1, SIMD: 1, KH: 3, KW: 1 };
    const ends = { inputBeatsPerFrame: 3 * row, outputBeatsPerFrame: 3 * row };
    const { total, deadlock } = runFile({ library: 'finn', ...ends, blocks: [window] });
    expect([total! > 4 * row, deadlock]).to.deep.equal([true, null]);
  });

  for (const engine of ENGINES) {
    it(`of LFC has the interval of BNN-PYNQ's overlays, on the ${engine} engine`, () => {
      expect(runFile(lfc, engine).interval).to.equal(841);
      expect(runFile({ ...lfc, frames: 9 }, engine).interval).to.equal(841);
    });

    it(`says where it deadlocks, on the ${engine} engine`, () => {
      const { deadlock, total, interval, streams } = runFile(residual(6), engine);
      const waits = deadlock!.waits.map((wait) => Object.values(wait).join(' '));
      expect(waits).to.deep.equal([
        'source output source.out 1 1',
        'fork output fork.out1 1 1',
        'pad input fork.out0 0 1',
        'pad input pad.side 0 1',
        'window input pad.out 0 1',
        'window input window.buffer 17 23',
        'conv input window.out 0 1',
        'bypass output bypass.out 6 6',
        'join input conv.out 0 2',
        'sink input join.out 0 1',
      ]);
      const circle = ['fork', 'bypass', 'join', 'conv', 'window', 'pad'];
      expect(deadlock).to.deep.include({ cycle: 9, circle, closed: true });
      expect([total, interval]).to.deep.equal([null, null]);
      expect(Math.max(...streams.flatMap(({ handshakes }) => handshakes))).to.equal(8);
    });

    it(`goes on where the bypass is deep enough, on the ${engine} engine`, () => {
      const { deadlock, total, streams } = runFile(residual(12), engine);
      expect(deadlock).to.equal(null);
      expect(total).to.equal(streams[7].handshakes[255] + 1);
    });
  }
});

describe('blocks of library hls', () => {
  const wide = { type: 'mvtu', name: 'wide', MW: 4, MH: 4, PE: 1, SIMD: 1 };
  const slow = { type: 'mvtu', name: 'slow', MW: 1, MH: 8, PE: 1, SIMD: 1, vectors: 4 };
  const ends = { library: 'hls', frames: 3, inputBeatsPerFrame: 4, outputBeatsPerFrame: 32 };

  it('are joined by FIFOs of 2 words', () => {
    const { pipeline } = buildFile({ ...ends, blocks: [wide, slow] });
    expect(pipeline.streams.map(({ name, depth }) => `${name} ${depth}`)).to.deep.equal([
      'source.out 1',
      'source.fifo 2',
      'wide.out 2',
      'slow.out 2',
    ]);
    expect(runFile({ ...ends, blocks: [wide, slow] }).streams.map(({ highWater }) => highWater)).to.deep.equal([
      1, 2, 1,
    ]);
  });

  it('are joined by the FIFO that stands between them, of at least 2 words', () => {
    const depths = [1, 5, 40].map((depth) => {
      const { pipeline } = buildFile({ ...ends, blocks: [wide, { type: 'fifo', depth }, slow] });
      return pipeline.streams.find(({ name }) => name === 'wide.out')!.depth;
    });
    expect(depths).to.deep.equal([2, 5, 40]);
  });

  it('take as long with a FIFO of 2 words between them as with none', () => {
    const without = runFile({ ...ends, blocks: [wide, slow] });
    const run = runFile({ ...ends, blocks: [wide, { type: 'fifo', depth: 2 }, slow] });
    expect(run.total).to.equal(without.total);
    const [, written, read] = run.streams;
    expect(written.handshakes.length).to.equal(read.handshakes.length);
    expect(written.handshakes.every((cycle, beat) => cycle < read.handshakes[beat])).to.equal(true);
  });
});
