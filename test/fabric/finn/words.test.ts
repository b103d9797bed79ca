import { expect } from 'chai';
import fc from 'fast-check';
import { tick, type Word } from '../../../sim/core/index.js';
import { finnFifo } from '../../../sim/fabric/finn/fifo.js';
import { finnPadding } from '../../../sim/fabric/finn/padding.js';
import { finnParallelWindow } from '../../../sim/fabric/finn/parallel-window.js';
import { finnSlidingWindow } from '../../../sim/fabric/finn/sliding-window.js';
import { finnThresholding } from '../../../sim/fabric/finn/thresholding.js';
import { finnWidthConverter } from '../../../sim/fabric/finn/width-converter.js';
import { loadLibrary } from '../../../sim/fabric/index.js';
import { wordSink, wordSource } from '../../helpers/hand-made.js';
import { buildFile } from '../../helpers/pipeline-file.js';
import { expectWords, numbered, randomRhythms } from '../../helpers/push-words.js';
import { byFold, im2col, randomWindows, range } from '../../helpers/random-windows.js';

const BITS = 16;

const frames = fc.integer({ min: 1, max: 3 });
const channelFold = fc.integer({ min: 1, max: 3 });

/** Whole words on the lanes of a wide one, the first lowest. */
function joined(words: readonly Word[]): Word {
  return words.reduce((sum, word, lane) => sum + word * 2n ** BigInt(lane * BITS), 0n);
}

/** The words of all frames, each made of the words of its own beats. */
function everyFrame(words: readonly Word[], count: number, make: (frame: readonly Word[]) => readonly Word[]): Word[] {
  const beats = words.length / count;
  return range(count).flatMap((frame) => make(words.slice(frame * beats, (frame + 1) * beats)));
}

describe("FINN's blocks, at any rhythm,", () => {
  it('give the elements of windows: all of a window, or depthwise those of a channel fold after those of another', () => {
    fc.assert(
      fc.property(randomWindows, frames, randomRhythms, (windows, count, rhythms) => {
        const words = numbered(windows.height * windows.width * windows.channelFold * count);
        const order = im2col(windows)
          .map((window) => (windows.depthwise ? byFold(window) : window))
          .flat(2);
        const expected = everyFrame(words, count, (frame) => order.map((beat) => frame[beat]));
        const unit = { words, bits: [BITS, BITS] as const };
        expectWords((place) => finnSlidingWindow(place, windows), unit, expected, rhythms);
      }),
    );
  });

  it('give whole windows, for each channel fold, with the first element on the lowest lane', () => {
    const parallel = randomWindows.map((windows) => ({
      ...windows,
      channelFold: windows.depthwise || windows.kernel.every((size) => size === 1) ? windows.channelFold : 1,
    }));
    fc.assert(
      fc.property(parallel, frames, randomRhythms, (windows, count, rhythms) => {
        const words = numbered(windows.height * windows.width * windows.channelFold * count);
        const expected = everyFrame(words, count, (frame) =>
          im2col(windows)
            .flatMap(byFold)
            .map((beats) => joined(beats.map((beat) => frame[beat]))),
        );
        const unit = { words, bits: [BITS, BITS * windows.kernel[0] * windows.kernel[1]] as const };
        expectWords((place) => finnParallelWindow(place, windows), unit, expected, rhythms);
      }),
    );
  });

  it('put zeros around a feature map', () => {
    const side = fc.nat(3);
    const padding = fc.record({ top: side, left: side, bottom: side, right: side });
    const size = fc.integer({ min: 1, max: 5 });
    const maps = fc.record({ height: size, width: size, channelFold, padding });
    fc.assert(
      fc.property(maps, frames, randomRhythms, (map, count, rhythms) => {
        const { height, width, channelFold, padding } = map;
        const words = numbered(height * width * channelFold * count);
        const expected = everyFrame(words, count, (frame) =>
          range(padding.top + height + padding.bottom).flatMap((y) =>
            range(padding.left + width + padding.right).flatMap((x) =>
              range(channelFold).map((fold) => {
                const [row, column] = [y - padding.top, x - padding.left];
                const inside = row >= 0 && row < height && column >= 0 && column < width;
                return inside ? frame[(row * width + column) * channelFold + fold] : 0n;
              }),
            ),
          ),
        );
        expectWords((place) => finnPadding(place, map), { words, bits: [BITS, BITS] }, expected, rhythms);
      }),
    );
  });

  it('split and join words, the least significant part first', () => {
    const parts = fc.integer({ min: 1, max: 9 }).chain((bits) =>
      fc.record({
        bits: fc.constant(bits),
        wide: fc.integer({ min: 2, max: 6 }).chain((ratio) =>
          fc.array(fc.array(fc.bigInt(0n, 2n ** BigInt(bits) - 1n), { minLength: ratio, maxLength: ratio }), {
            minLength: 1,
            maxLength: 12,
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(parts, randomRhythms, ({ bits, wide }, rhythms) => {
        const wideBits = bits * wide[0].length;
        const narrow = wide.flat();
        const words = wide.map((lanes) => lanes.reduce((sum, lane, at) => sum + lane * 2n ** BigInt(at * bits), 0n));
        expectWords(finnWidthConverter, { words: narrow, bits: [bits, wideBits] }, words, rhythms);
        expectWords(finnWidthConverter, { words, bits: [wideBits, bits] }, narrow, rhythms);
      }),
    );
  });

  it('pass words on in their order through FIFOs and thresholdings', () => {
    const library = loadLibrary('finn');
    const sizes = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      depth: fc.integer({ min: 2, max: 9 }),
      outputBits: fc.integer({ min: 1, max: 4 }),
      deepPipeline: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, randomRhythms, ({ count, depth, ...thresholding }, rhythms) => {
        const words = numbered(count);
        const unit = { words, bits: [BITS, BITS] as const };
        expectWords((place) => finnFifo(place, { depth }), unit, words, rhythms);
        expectWords((place) => finnThresholding(place, thresholding, library), unit, words, rhythms);
      }),
    );
  });

  for (const library of ['finn', 'hls']) {
    it(`copy words to every branch and add those of all branches, in library ${library}`, () => {
      const graphs = fc.record({ streams: fc.integer({ min: 2, max: 5 }), beats: fc.integer({ min: 1, max: 30 }) });
      fc.assert(
        fc.property(graphs, ({ streams, beats }) => {
          const branches = range(streams).map((branch) => ({
            type: 'fifo',
            name: `branch${branch}`,
            from: ['fork'],
            depth: 2,
          }));
          const { pipeline } = buildFile({
            library,
            inputBeatsPerFrame: beats,
            outputBeatsPerFrame: beats,
            blocks: [
              { type: 'duplicate', name: 'fork', streams },
              ...branches,
              { type: 'add', streams, from: branches.map(({ name }) => name) },
            ],
          });
          const words = numbered(beats);
          const received: Word[] = [];
          const bodies = new Map([
            ['source', wordSource('', words).createBody!],
            ['sink', wordSink('', beats, received).createBody!],
          ]);
          const blocks = pipeline.blocks.map((block) => {
            const createBody = bodies.get(block.name);
            return createBody === undefined ? block : { ...block, createBody };
          });
          expect(tick({ ...pipeline, blocks }, { words: true }).deadlock).to.equal(null);
          expect(received).to.deep.equal(words.map((word) => word * BigInt(streams)));
        }),
        { numRuns: 20 },
      );
    });
  }
});
