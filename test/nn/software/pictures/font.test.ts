import { expect } from 'chai';
import { GLYPH_HEIGHT, GLYPH_WIDTH, isInked } from '../../../../sim/nn/software/pictures/font.js';

const CHARACTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%'];

function glyph(character: string): string {
  const places = Array.from({ length: GLYPH_HEIGHT * GLYPH_WIDTH }, (_, place) => place);
  const inked = (place: number) => isInked(character, Math.floor(place / GLYPH_WIDTH), place % GLYPH_WIDTH);
  return places.map((place) => (inked(place) ? '#' : '.')).join('');
}

describe('the font', () => {
  it('has a glyph of its own for each letter and digit', () => {
    const glyphs = CHARACTERS.map(glyph);
    expect(new Set(glyphs).size).to.equal(CHARACTERS.length);
    for (const text of glyphs) expect(text).to.include('#');
  });

  it('shows small letters as capitals, and nothing for what it does not have', () => {
    expect(glyph('q')).to.equal(glyph('Q'));
    expect(glyph(' ')).to.equal(glyph('ß')).and.not.to.include('#');
  });
});
