import { expect } from 'chai';
import fc from 'fast-check';
import { type Block, busyCycles, type Word } from '../../../sim/core/index.js';
import { channelSelector } from '../../../sim/fabric/offload/units/channel-selector.js';
import { memoryReader } from '../../../sim/fabric/offload/units/memory-reader.js';
import { memoryWriter } from '../../../sim/fabric/offload/units/memory-writer.js';
import { passThrough } from '../../../sim/fabric/offload/units/pass-through.js';
import { pixelCollector } from '../../../sim/fabric/offload/units/pixel-collector.js';
import { pixelSplitter } from '../../../sim/fabric/offload/units/pixel-splitter.js';
import { slidingWindow } from '../../../sim/fabric/offload/units/sliding-window.js';
import { windowMaximum } from '../../../sim/fabric/offload/units/window-maximum.js';
import { zeroPadding } from '../../../sim/fabric/offload/units/zero-padding.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';
import { pushWords } from '../../helpers/unit-words.js';

const place = { name: 'unit', input: 'in', output: 'out' };
const code = { bits: 2, encoding: 'unsigned', narrow: false, scale: 1 } as const;

function cyclesOf({ loops }: Block): number {
  return loops.reduce((sum, stretch) => sum + busyCycles(stretch), 0);
}

const count = (most: number) => fc.integer({ min: 1, max: most });

// facts/qnn-mo-pynq.md section 3.1
describe('the stages of the offload engine take', () => {
  it('a cycle for each word of memory', () => {
    fc.assert(
      fc.property(count(50), count(24), (pixels, wordsPerPixel) => {
        const reader = memoryReader({ name: 'read', output: 'out', pixels, wordsPerPixel });
        const writer = memoryWriter({ name: 'write', input: 'in', pixels, wordsPerPixel });
        expect([cyclesOf(reader), cyclesOf(writer)]).to.deep.equal([pixels * wordsPerPixel, pixels * wordsPerPixel]);
      }),
    );
  });

  it('a cycle for each part of a pixel, and delta for the loop over them', () => {
    fc.assert(
      fc.property(count(50), count(24), fc.nat({ max: 3 }), (pixels, parts, loopOverhead) => {
        const shape = { ...place, pixels, parts, partBits: 8, loopOverhead };
        expect(cyclesOf(pixelCollector(shape))).to.equal(pixels * (parts + loopOverhead));
        expect(cyclesOf(pixelSplitter(shape))).to.equal(pixels * (parts + loopOverhead));
      }),
    );
  });

  it('1 + 2m cycles a pixel where the loop is not pipelined', () => {
    fc.assert(
      fc.property(count(50), count(8), (pixels, parts) => {
        expect(cyclesOf(channelSelector({ ...place, pixels, parts, partBits: 8 }))).to.equal(pixels * (1 + 2 * parts));
      }),
    );
  });

  it('a cycle for each pixel of a feature map with its padding', () => {
    fc.assert(
      fc.property(count(20), fc.nat({ max: 5 }), (inputDim, padding) => {
        const paddedDim = inputDim + padding;
        expect(cyclesOf(zeroPadding({ ...place, inputDim, paddedDim }))).to.equal(paddedDim ** 2);
      }),
    );
  });

  it('for windows the time of K rows, then of each row of windows the longer of reading and giving', () => {
    fc.assert(
      fc.property(count(5), count(3), count(8), fc.nat({ max: 2 }), count(4), (kernel, stride, outputDim, more, m) => {
        const inputDim = (outputDim - 1) * stride + kernel + Math.min(more, stride - 1);
        const unit = slidingWindow({ ...place, kernel, stride, inputDim, outputDim, wordsPerPixel: m });
        const row = Math.max(outputDim * kernel ** 2 * m, stride * inputDim * m);
        expect(cyclesOf(unit)).to.equal(inputDim * kernel * m + outputDim * row);
      }),
    );
  });

  it('for the maximum a cycle for each pixel of a window, and delta for the loop over them', () => {
    fc.assert(
      fc.property(count(30), count(3), fc.nat({ max: 3 }), (windows, side, loopOverhead) => {
        const windowPixels = side ** 2;
        const unit = windowMaximum({ ...place, windows, windowPixels, channels: 4, type: code, loopOverhead });
        expect(cyclesOf(unit)).to.equal(windows * (windowPixels + loopOverhead));
      }),
    );
  });

  it('a cycle a pixel to hand it on', () => {
    expect(cyclesOf(passThrough({ ...place, pixels: 9 }))).to.equal(9);
  });
});

describe('the stages of the offload engine', () => {
  it('collect and split pixels, lowest channels first', () => {
    const shape = { ...place, pixels: 2, parts: 3, partBits: 4, loopOverhead: 2 };
    const parts = [1n, 2n, 3n, 4n, 5n, 6n];
    expect(pushWords(parts, [pixelCollector(shape)])).to.deep.equal([0x321n, 0x654n]);
    expect(pushWords([0x321n, 0x654n], [pixelSplitter(shape)])).to.deep.equal(parts);
  });

  it('drop the words of a pixel that carry no channels', () => {
    const unit = channelSelector({ ...place, pixels: 2, parts: 2, partBits: 4 });
    expect(pushWords([0x921n, 0x943n], [unit])).to.deep.equal([1n, 2n, 3n, 4n]);
  });

  it('put the larger part of uneven padding below and to the right', () => {
    const unit = zeroPadding({ ...place, inputDim: 1, paddedDim: 4 });
    expect(pushWords([7n], [unit])).to.deep.equal([...Array(5).fill(0n), 7n, ...Array(10).fill(0n)]);
  });

  it('give the pixels of windows that leave a row and a column over, and read those too', () => {
    const unit = slidingWindow({ ...place, kernel: 2, stride: 2, inputDim: 5, outputDim: 2, wordsPerPixel: 1 });
    const words = Array.from({ length: 25 }, (_, word): Word => BigInt(word));
    const expected = [0, 1, 5, 6, 2, 3, 7, 8, 10, 11, 15, 16, 12, 13, 17, 18];
    expect(pushWords(words, [unit]).map(Number)).to.deep.equal(expected);
  });

  it('take the largest code of each channel', () => {
    const unit = windowMaximum({ ...place, windows: 1, windowPixels: 2, channels: 3, type: code, loopOverhead: 0 });
    expect(pushWords([0b01_11_00n, 0b10_01_00n], [unit])).to.deep.equal([0b10_11_00n]);
  });

  for (const engine of EXACT_ENGINES) {
    it(`hold up a row of windows by every word of the next row, then take no more of it, in the ${engine} engine`, () => {
      const source = block('source', '-> in', loop({ rounds: 16, interval: 5, writes: [[0]] }));
      const unit = slidingWindow({ ...place, kernel: 2, stride: 1, inputDim: 4, outputDim: 3, wordsPerPixel: 1 });
      const sink = block('sink', 'out ->', loop({ rounds: 36, reads: [[0]] }));
      const { recording } = record(pipeline(1, { in: 2, out: 2 }, [source, unit, sink]), engine);
      const { read } = recording.streams[0]!;
      const { written } = recording.streams[1]!;
      expect(written.slice(0, 4)).to.deep.equal(read.slice(8, 12));
      expect(written[11]).to.equal(written[3] + 8);
      expect(read[12]).to.equal(written[11] + 1);
    });
  }
});
