import { expect } from 'chai';
import { parsePipelineFile } from '../../../sim/fabric/index.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { RTL_FILE } from '../../helpers/rtl-file.js';

describe('a pipeline file of library rtl', () => {
  it('is read, and all its blocks are modules', () => {
    const { library, pipeline } = parsePipelineFile(RTL_FILE, 'f');
    expect(library).to.equal('rtl');
    const modules = pipeline.blocks.flatMap(({ module }) => module?.name ?? []);
    const names = ['padding', 'swu', 'mvtu', 'duplicate', 'add', 'mvtu', 'thresholding', 'dwc_up', 'maxpool'];
    expect(modules).to.deep.equal(names);
  });

  const refusals: readonly (readonly [what: string, from: string, to: string, message: string])[] = [
    ['no width of the source', 'inputBits: 4\nsink', 'sink', 'f:1:1: inputBits: missing, expected a number'],
    [
      'codes of a width that does not come',
      'SIMD: 1, inputBits: 4',
      'SIMD: 1, inputBits: 3',
      'f:10:5: blocks.2: is given 4 bits, expected 3',
    ],
    [
      'PE that does not divide the rows',
      'MH: 4, PE: 2, SIMD: 1',
      'MH: 4, PE: 3, SIMD: 1',
      'f:10:38: blocks.2.PE: PE=3 does not divide MH=4; try 2 or 4',
    ],
    [
      'wider weights than there are',
      'weightBits: 2',
      'weightBits: 9',
      'f:10:76: blocks.2.weightBits: found 9, allowed: at most 8',
    ],
    [
      'more weights than are made up',
      'MW: 18, MH: 4',
      'MW: 18, MH: 65536',
      'f:10:23: blocks.2.MW: found 18 x 65536 weights, allowed: at most 1048576',
    ],
    [
      'a misspelt key, naming the nearest',
      'weightBits: 2',
      'weigthBits: 2',
      'f:10:64: blocks.2: unknown key weigthBits, allowed: type, name, from, MW, MH, PE, SIMD, inputBits, weightBits, outputBits, seed (did you mean weightBits?)',
    ],
    [
      'a block of another library',
      'type: mvtu, MW: 18',
      'type: mvu, MW: 18',
      'f:10:13: blocks.2.type: found mvu, allowed: mvtu, swu, maxpool, thresholding, dwc, fmpadding, fifo, duplicate, add (did you mean mvtu?)',
    ],
    [
      'windows of a pool that do not stand side by side',
      'KH: 2, KW: 2',
      'KH: 2, KW: 3',
      'f:18:31: blocks.10.W: found an input of 4 x 4, allowed: a multiple of the kernel, 2 x 3',
    ],
    ['a window that is too high', 'KH: 3', 'KH: 9', 'f:9:40: blocks.1.KH: a window 9 high does not fit H=6'],
    [
      'thresholds on codes of one bit',
      'inputBits: 5',
      'inputBits: 1',
      'f:16:51: blocks.8.inputBits: found 1, allowed: at least 2',
    ],
  ];
  for (const [what, from, to, message] of refusals) {
    it(`is refused with ${what}`, () => {
      expect(RTL_FILE).to.contain(from);
      expect(inputErrorOf(() => parsePipelineFile(RTL_FILE.replace(from, to), 'f'))).to.equal(message);
    });
  }
});
