import type { Picture } from '../../data/picture.js';
import { GLYPH_HEIGHT, GLYPH_WIDTH, isInked } from './font.js';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Dots between and around the characters of a label. */
const GAP = 1;
/** Rows of a label, in dots of its font. */
const LABEL_HEIGHT = GLYPH_HEIGHT + 2 * GAP;

/** A copy of a picture to draw on. What lies outside of it is left out. */
export class Canvas {
  readonly picture: Picture;

  constructor({ width, height, data }: Picture) {
    this.picture = { width, height, data: data.slice() };
  }

  /** Fills a rectangle, whose borders are rounded to whole pixels. */
  fill(left: number, top: number, right: number, bottom: number, colour: Colour): void {
    const { width, height, data } = this.picture;
    const [firstColumn, endColumn] = [left, right].map((x) => Math.min(Math.max(Math.round(x), 0), width));
    const [firstRow, endRow] = [top, bottom].map((y) => Math.min(Math.max(Math.round(y), 0), height));
    for (let y = firstRow; y < endRow; y++) {
      for (let x = firstColumn; x < endColumn; x++) data.set(colour, (y * width + x) * 3);
    }
  }

  /** Draws the border of a rectangle, `thickness` pixels inwards. */
  frame(left: number, top: number, right: number, bottom: number, thickness: number, colour: Colour): void {
    this.fill(left, top, right, top + thickness, colour);
    this.fill(left, bottom - thickness, right, bottom, colour);
    this.fill(left, top, left + thickness, bottom, colour);
    this.fill(right - thickness, top, right, bottom, colour);
  }

  /**
   * Writes a text on a ground that ends at `bottom`, both moved into the picture where they would leave it.
   * @param dot pixels of a dot of the font
   */
  label(text: string, left: number, bottom: number, dot: number, ground: Colour, ink: Colour): void {
    const width = (text.length * (GLYPH_WIDTH + GAP) + GAP) * dot;
    const x = Math.max(Math.min(Math.round(left), this.picture.width - width), 0);
    const y = Math.max(Math.round(bottom) - LABEL_HEIGHT * dot, 0);
    this.fill(x, y, x + width, y + LABEL_HEIGHT * dot, ground);
    [...text].forEach((character, index) => {
      this.#glyph(character, x + (GAP + index * (GLYPH_WIDTH + GAP)) * dot, y + GAP * dot, dot, ink);
    });
  }

  #glyph(character: string, left: number, top: number, dot: number, ink: Colour): void {
    for (let row = 0; row < GLYPH_HEIGHT; row++) {
      for (let column = 0; column < GLYPH_WIDTH; column++) {
        if (!isInked(character, row, column)) continue;
        const [x, y] = [left + column * dot, top + row * dot];
        this.fill(x, y, x + dot, y + dot, ink);
      }
    }
  }
}
