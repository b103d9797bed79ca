import { expect } from 'chai';
import fc from 'fast-check';
import { isJpeg, readJpeg } from '../../../sim/nn/data/jpeg.js';
import { expectOnlyInputErrorsFrom, inputErrorFrom } from '../../helpers/input-error.js';
import { CMYK_JPEG, JPEG_FILES } from '../../helpers/jpeg-files.js';
import { mutated } from '../../helpers/mutated.js';

const [{ bytes: baseline }] = JPEG_FILES;
/** Where the frame header begins: its marker, its length, its bits, and then height and width. */
const [frame, cmykFrame] = [baseline, CMYK_JPEG].map((bytes) =>
  bytes.findIndex((byte, index) => byte === 0xff && bytes[index + 1] === 0xc0),
);

describe('a JPEG file', () => {
  for (const { name, bytes, pixels } of JPEG_FILES) {
    it(`that is ${name} gives the pixels of libjpeg-turbo`, async () => {
      expect(isJpeg(bytes)).to.equal(true);
      expect(await readJpeg(bytes, 'a.jpg')).to.deep.equal({ width: 6, height: 4, data: pixels });
    });
  }

  it('may have bytes to fill before a marker', async () => {
    const filled = Uint8Array.from([...baseline.subarray(0, frame), 0xff, 0xff, ...baseline.subarray(frame)]);
    expect((await readJpeg(filled, 'a.jpg')).width).to.equal(6);
  });

  const absurd = Uint8Array.from(baseline);
  absurd.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['another start', baseline.with(1, 0), 'byte 0: not a JPEG file'],
    ['something else than a marker', baseline.with(2, 7), 'byte 2: found the byte 7, expected a marker'],
    ['no end', baseline.slice(0, -10), 'damaged JPEG data: Premature end of JPEG file'],
    ['half a segment', baseline.slice(0, 9), 'byte 6: truncated: expected 14 bytes (segment), found 3'],
    ['a scan first', baseline.with(frame + 1, 0xda), `byte ${frame}: a scan without a frame before it`],
    ['no rows', baseline.with(frame + 6, 0), 'a picture of 6 x 0 pixels, allowed: 1 to 67108864 pixels'],
    ['absurd sizes', absurd, 'a picture of 65535 x 65535 pixels, allowed: 1 to 67108864 pixels'],
    ['four colours', CMYK_JPEG, `byte ${cmykFrame}: found CMYK, allowed: RGB and grey`],
    ['other samples', baseline.with(frame + 4, 12), 'damaged JPEG data: Unsupported JPEG data precision 12'],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`is refused with ${behaviour}`, async () =>
      expect(await inputErrorFrom(readJpeg(bytes, 'a.jpg'))).to.equal(`a.jpg: ${message}`));
  }

  it('is decoded after damaged ones as before them', async () => {
    const together = [baseline.slice(0, -10), baseline, baseline.slice(0, frame + 20), baseline];
    const results = await Promise.allSettled(together.map((bytes) => readJpeg(bytes, 'a.jpg')));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('makes the reader throw nothing but InputError, whatever its bytes are', async () => {
    const files = fc.constantFrom(...JPEG_FILES).chain(({ bytes }) => mutated(bytes));
    await fc.assert(
      fc.asyncProperty(files, (bytes) => expectOnlyInputErrorsFrom(readJpeg(bytes, 'a.jpg'))),
      { numRuns: 300 },
    );
  });
});
