import { expect } from 'chai';
import { tick, type Word } from '../../../sim/core/index.js';
import { memoryWriter } from '../../../sim/fabric/units/memory-writer.js';
import { block, loop, pipeline, wordSource } from '../../helpers/hand-made.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';

const parameters = { name: 'memWriter', input: 'memOut', images: 2, wordsPerImage: 3 };
const source = block('source', '-> memOut', loop({ rounds: 6, writes: [[0]] }));

describe('a memory writer', () => {
  for (const engine of EXACT_ENGINES) {
    it(`takes a word a cycle, without a gap between images, in the ${engine} engine`, () => {
      const { recording, timing } = record(pipeline(2, { memOut: 2 }, [source, memoryWriter(parameters)]), engine);
      expect(recording.streams[0]!.read).to.deep.equal([2, 3, 4, 5, 6, 7]);
      expect(timing.cycles).to.equal(8);
      expect(timing.firstFrameCycles).to.equal(5);
    });
  }

  it('stores the words in order', () => {
    const words: Word[] = [];
    const sent = [0n, 1n, 2n, 3n, 4n, 5n];
    const blocks = [wordSource('memOut', sent), memoryWriter({ ...parameters, words })];
    tick(pipeline(2, { memOut: 2 }, blocks), { words: true });
    expect(words).to.deep.equal(sent);
  });
});
