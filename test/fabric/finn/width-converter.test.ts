import { expect } from 'chai';
import { finnWidthConverter } from '../../../sim/fabric/finn/width-converter.js';
import { runFinnBlock } from '../../helpers/pipeline-file.js';

describe("FINN's width converter", () => {
  for (const ratio of [2, 3, 7]) {
    it(`that joins ${ratio} beats gives the first ${ratio} cycles after the first came, and takes one a cycle`, () => {
      const block = { type: 'dwc', inBits: 4, outBits: 4 * ratio };
      const run = runFinnBlock(block, { beats: 3 * ratio, outputBeatsPerFrame: 3, frames: 8 });
      expect([run.firstInToFirstOut, run.interval]).to.deep.equal([ratio, 3 * ratio]);
    });

    it(`that splits a beat into ${ratio} gives the first 2 cycles after it came, and then one a cycle`, () => {
      const block = { type: 'dwc', inBits: 4 * ratio, outBits: 4 };
      const run = runFinnBlock(block, { beats: 3, outputBeatsPerFrame: 3 * ratio, frames: 8 });
      expect([run.firstInToFirstOut, run.interval]).to.deep.equal([2, 3 * ratio]);
    });
  }

  for (const [inputBits, outputBits] of [
    [4, 6],
    [6, 4],
    [4, 4],
  ]) {
    it(`refuses to be built from ${inputBits} to ${outputBits} bits`, () => {
      const place = { name: 'dut', input: 'in', output: 'out', inputBits, outputBits, inputBeats: 12 };
      expect(() => finnWidthConverter(place)).to.throw(RangeError, `dut: ${inputBits} to ${outputBits} bits`);
    });
  }
});
