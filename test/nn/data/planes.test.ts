import { expect } from 'chai';
import fc from 'fast-check';
import { readPlanes } from '../../../sim/nn/data/planes.js';
import type { NetworkInput } from '../../../sim/nn/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';

const input: NetworkInput = {
  shape: [2, 3, 2],
  type: { bits: 8, encoding: 'signed', narrow: false, scale: 1 },
  pixels: { rule: 'range', from: -128, to: 127 },
  paddedFeatures: 12,
};

describe('readPlanes', () => {
  it('gives the pixels of integers by channel, row and column', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (pixels) => {
        const planes = Int8Array.from(
          { length: 12 },
          (_, index) => pixels[(index % 6) * 2 + Math.floor(index / 6)] - 128,
        );
        expect(readPlanes(new Uint8Array(planes.buffer), 'x.bin', input)).to.deep.equal(pixels);
      }),
    );
  });

  it('refuses another size', () => {
    expect(inputErrorOf(() => readPlanes(new Uint8Array(11), 'x.bin', input))).to.equal(
      'x.bin: 11 bytes, expected 12 (2 planes of 2 x 3), or a PNG or JPEG file',
    );
  });

  it('refuses an integer that no pixel stands for', () => {
    const coarse = { ...input, pixels: { rule: 'range', from: 0, to: 100 } } as const;
    expect(inputErrorOf(() => readPlanes(new Uint8Array(12).fill(200, 3), 'x.bin', coarse))).to.equal(
      "x.bin: byte 3: no pixel of the network's input is 200",
    );
  });
});
