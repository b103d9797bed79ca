import { expect } from 'chai';
import { readPng } from '../../../../sim/nn/data/png.js';
import { writePng } from '../../../../sim/nn/software/pictures/write-png.js';
import { patternOf } from './pattern.js';

describe('a PNG file that is written', () => {
  it('is read as the same picture', () => {
    const picture = patternOf(13, 7);
    expect(readPng(writePng(picture), 'a.png')).to.deep.equal(picture);
  });
});
