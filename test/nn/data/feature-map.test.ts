import { expect } from 'chai';
import fc from 'fast-check';
import {
  type FeatureMapFormat,
  packFeatureMap,
  readFeatureMaps,
  writeNpyMap,
} from '../../../sim/nn/data/feature-map.js';
import { writeNpy } from '../../../sim/nn/data/npy.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const THREE_BITS: FeatureMapFormat = { shape: [2, 1, 16], bits: 3, pixelBytes: 24 };
const codes = Uint8Array.from({ length: 32 }, (_, index) => (index * 5) % 8);

/** Maps of any size, with their codes. */
const maps = fc
  .record({
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    channels: fc.integer({ min: 1, max: 40 }),
    bits: fc.integer({ min: 1, max: 8 }),
    more: fc.nat(5),
  })
  .chain(({ height, width, channels, bits, more }) => {
    const shape = [height, width, channels];
    const pixelBytes = 8 * (Math.ceil((channels * bits) / 64) + more);
    const count = height * width * channels;
    const code = fc.integer({ min: 0, max: 2 ** bits - 1 });
    return fc.record({
      format: fc.constant<FeatureMapFormat>({ shape, bits, pixelBytes }),
      codes: fc.array(code, { minLength: count, maxLength: count }).map((values) => Uint8Array.from(values)),
    });
  });

describe('a feature map', () => {
  it('comes back from every form', () => {
    fc.assert(
      fc.property(maps, ({ format, codes }) => {
        const files = [
          packFeatureMap(codes, format, 'tight'),
          packFeatureMap(codes, format, 'padded'),
          writeNpyMap(codes, format),
        ];
        for (const bytes of files) expect(readFeatureMaps(bytes, 'map', format)).to.deep.equal(codes);
      }),
    );
  });

  it('has its channels from the lowest bit of a pixel on, and zeros behind', () => {
    const pixel = Uint8Array.of(7, 0, 1, ...Array(13).fill(0));
    const tight = packFeatureMap(pixel, { ...THREE_BITS, shape: [1, 1, 16] }, 'tight');
    expect([...tight]).to.deep.equal([0b01000111, 0, 0, 0, 0, 0]);
    const padded = packFeatureMap(codes, THREE_BITS, 'padded');
    expect(padded).to.have.lengthOf(48);
    expect([...padded.subarray(6, 24)]).to.deep.equal(Array(18).fill(0));
  });

  it('is read with pixels of whole 64-bit words', () => {
    const tight = packFeatureMap(codes, THREE_BITS, 'tight');
    const inWords = Uint8Array.from([...tight.subarray(0, 6), 0, 0, ...tight.subarray(6), 0, 0]);
    expect(readFeatureMaps(inWords, 'map.bin', THREE_BITS)).to.deep.equal(codes);
  });

  it('may have bytes behind its end where its pixels are those of the engine', () => {
    const padded = packFeatureMap(codes, THREE_BITS, 'padded');
    const longer = Uint8Array.from([...padded, 1, 2, 3]);
    expect(readFeatureMaps(longer, 'map.bin', THREE_BITS)).to.deep.equal(codes);
  });

  it('is refused with a code behind the channels of a pixel', () => {
    const lanes = fc.record({
      pixel: fc.nat(1),
      lane: fc.integer({ min: 16, max: 63 }),
      code: fc.constantFrom(1, 2, 4, 7),
    });
    fc.assert(
      fc.property(lanes, ({ pixel, lane, code }) => {
        const padded = packFeatureMap(codes, THREE_BITS, 'padded');
        for (const bit of [0, 1, 2]) {
          const at = pixel * 192 + lane * 3 + bit;
          padded[at >>> 3] |= ((code >>> bit) & 1) << (at & 7);
        }
        expect(inputErrorOf(() => readFeatureMaps(padded, 'map.bin', THREE_BITS))).to.equal(
          `map.bin: row ${pixel}, column 0: found a code in channel ${lane}, allowed: zeros behind the 16 channels`,
        );
      }),
    );
  });

  it('may come with others in a .npy file', () => {
    const bytes = writeNpy({ shape: [2, 2, 1, 16], data: Int16Array.from([...codes, ...codes]) });
    expect(readFeatureMaps(bytes, 'maps.npy', THREE_BITS)).to.deep.equal(Uint8Array.from([...codes, ...codes]));
  });

  it('is refused with a size that fits no form', () => {
    expect(inputErrorOf(() => readFeatureMaps(new Uint8Array(47), 'map.bin', THREE_BITS))).to.equal(
      'map.bin: 47 bytes, allowed: 12, 16, 48 (2 x 1 pixels of 6, 8, 24 bytes; after 48 bytes others may follow)',
    );
  });

  it('is refused with another shape', () => {
    const turned = writeNpy({ shape: [16, 2, 1], data: codes });
    expect(inputErrorOf(() => readFeatureMaps(turned, 'map.npy', THREE_BITS))).to.equal(
      'map.npy: found an array of 16 x 2 x 1, expected 2 x 1 x 16 (height, width, channels), or several such maps',
    );
  });

  it('is refused with codes beyond its bits', () => {
    for (const [data, message] of [
      [Uint8Array.from(codes).fill(8, 3, 4), 'element 3: found the code 8, allowed: 0 to 7'],
      [Int8Array.from(codes).fill(-1, 0, 1), 'element 0: found the code -1, allowed: 0 to 7'],
      [Float32Array.from(codes).fill(0.5, 31), 'element 31: found the code 0.5, allowed: 0 to 7'],
    ] as const) {
      const bytes = writeNpy({ shape: THREE_BITS.shape, data });
      expect(inputErrorOf(() => readFeatureMaps(bytes, 'map.npy', THREE_BITS))).to.equal(`map.npy: ${message}`);
    }
  });

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    fc.assert(
      fc.property(mutated(writeNpyMap(codes, THREE_BITS)), (bytes) =>
        expectOnlyInputErrors(() => readFeatureMaps(bytes, 'map', THREE_BITS)),
      ),
      { numRuns: 300 },
    );
  });
});
