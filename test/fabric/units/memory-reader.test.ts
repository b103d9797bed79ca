import { expect } from 'chai';
import { tick, type Word } from '../../../sim/core/index.js';
import { loadBoard } from '../../../sim/fabric/index.js';
import { memoryReader } from '../../../sim/fabric/units/memory-reader.js';
import { block, loop, pipeline, wordSink } from '../../helpers/hand-made.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';

const { memoryPort } = loadBoard('ultra96');
const port = {
  ...memoryPort,
  imagesPerBurst: { ...memoryPort.imagesPerBurst, value: 2 },
  requestLatency: { ...memoryPort.requestLatency, value: 3 },
};
const three = { name: 'memReader', output: 'memIn', port, images: 3, wordsPerImage: 2 };

describe('a memory reader', () => {
  const bursts: [images: number, singles: number, full: number][] = [
    [1, 1, 0],
    [16, 0, 1],
    [35, 3, 2],
    [10_000, 0, 625],
  ];
  for (const [images, singles, full] of bursts) {
    it(`fetches ${images} images in ${singles} bursts of one and ${full} of sixteen`, () => {
      const { loops } = memoryReader({
        name: 'memReader',
        output: 'memIn',
        port: memoryPort,
        images,
        wordsPerImage: 13,
      });
      expect(loops.map(({ rounds }) => rounds)).to.deep.equal([singles, full]);
      expect(loops.map(({ iterationsPerRound }) => iterationsPerRound)).to.deep.equal([60 + 13, 60 + 16 * 13]);
      expect(loops.map(({ writes: [words] }) => words.length)).to.deep.equal([13, 16 * 13]);
    });
  }

  for (const engine of EXACT_ENGINES) {
    it(`takes the request latency before each burst, then a word a cycle, in the ${engine} engine`, () => {
      const sink = block('sink', 'memIn ->', loop({ rounds: 6, reads: [[0]] }));
      const { recording } = record(pipeline(3, { memIn: 9 }, [memoryReader(three), sink]), engine);
      // The single image's last word leaves in 5; the next burst is requested in 6, and its first word enters in 9.
      expect(recording.streams[0]!.written).to.deep.equal([4, 5, 10, 11, 12, 13]);
    });
  }

  it('gives the words of all images in order', () => {
    const words: Word[] = [10n, 11n, 20n, 21n, 30n, 31n];
    const received: Word[] = [];
    const blocks = [memoryReader({ ...three, words }), wordSink('memIn', 6, received)];
    tick(pipeline(3, { memIn: 2 }, blocks), { words: true });
    expect(received).to.deep.equal(words);
  });
});
