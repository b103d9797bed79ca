import { expect } from 'chai';
import fc from 'fast-check';
import { crc32 } from '../../../sim/nn/parameters/crc32.js';
import { quantizePixel, quantizeRange, quantizeTensor } from '../../../sim/nn/quantize/min-max.js';
import { realPixels } from '../../../sim/nn/real-pixels.js';

const bits = fc.integer({ min: 1, max: 16 });
const tensor = fc
  .array(fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), { minLength: 1, maxLength: 50 })
  .map((numbers) => Float32Array.from(numbers, (number) => number / 2 ** 10));

/** Bits of random tensors before and after the document's `quantize` in numpy 1.24.2. */
const NUMPY: [bits: number, before: number[], after: number[]][] = [
  [
    1,
    [1051783273, 1062360465, 1051275020, 3215379931, 1063765351, 1055165237],
    [1063765350, 1063765350, 1063765350, 3215379931, 1063765350, 1063765350],
  ],
  [
    3,
    [3208415297, 3190215134, 3203848280, 1058622972, 1025684390, 3197484260],
    [3208415297, 3190300532, 3205214922, 1058622973, 1020900128, 3199580840],
  ],
  [
    8,
    [3224208304, 3220294448, 3191011189, 3201837399, 1046136123, 1046383012],
    [3224208304, 3220254880, 3190901840, 3201958392, 1046383024, 1046383024],
  ],
];

function floatsOf(words: readonly number[]): Float32Array {
  return new Float32Array(Uint32Array.from(words).buffer);
}

describe('quantization between minimum and maximum', () => {
  it("gives the bits of the document's code in numpy", () => {
    for (const [n, before, after] of NUMPY) expect(quantizeTensor(floatsOf(before), n)).to.deep.equal(floatsOf(after));
  });

  it('gives at most 2^N levels, a step apart, the least of them the minimum', () => {
    fc.assert(
      fc.property(tensor, bits, (numbers, n) => {
        const quantized = quantizeTensor(numbers, n);
        const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
        const step = Math.fround((max - min) / (2 ** n - 1));
        expect(new Set(quantized).size).to.be.at.most(2 ** n);
        expect(Math.min(...quantized)).to.equal(Math.fround(min));
        for (const value of quantized) {
          const level = step === 0 ? 0 : (value - min) / step;
          expect(Math.abs(level - Math.round(level))).to.be.at.most(2 ** (n - 14));
        }
      }),
    );
  });

  it('moves no number by more than half a step, and keeps their order', () => {
    fc.assert(
      fc.property(tensor, bits, (numbers, n) => {
        const sorted = numbers.slice().sort();
        const quantized = quantizeTensor(sorted, n);
        const [min, max] = [sorted[0], sorted[sorted.length - 1]];
        const half = (max - min) / (2 ** n - 1) / 2 + Math.max(-min, max, max - min) * 2 ** -21;
        quantized.forEach((value, index) => {
          expect(Math.abs(value - sorted[index])).to.be.at.most(half);
          if (index > 0) expect(value).to.be.at.least(quantized[index - 1]);
        });
      }),
    );
  });

  it('rounds what lies between two levels to the even one, and takes the ends for what lies outside', () => {
    const numbers = Float32Array.of(-1, 0, 0.5, 1.5, 2.5, 2.51, 3, 9);
    expect([...quantizeRange(numbers, { bits: 2, min: 0, max: 3 })]).to.deep.equal([0, 0, 0, 2, 2, 3, 3, 3]);
  });

  it('leaves a tensor of one number as it is', () => {
    expect([...quantizeTensor(Float32Array.of(0.3, 0.3), 4)]).to.deep.equal([Math.fround(0.3), Math.fround(0.3)]);
  });
});

describe('quantized pixels', () => {
  it('lie on 2^N levels from 0 to 256', () => {
    expect([0, 127, 128, 129, 255].map((pixel) => quantizePixel(pixel, 1))).to.deep.equal([0, 0, 0, 256, 256]);
    expect([0, 42, 43, 255].map((pixel) => quantizePixel(pixel, 2))).to.deep.equal([0, 0, 256 / 3, 256]);
    for (let n = 1; n <= 16; n++) {
      const levels = new Set(Array.from({ length: 256 }, (_, pixel) => quantizePixel(pixel, n)));
      expect(levels.size).to.equal(n < 8 ? 2 ** n : n === 8 ? 255 : 256);
    }
  });

  it("are the bytes of the document's code in numpy where they are stored in bytes", () => {
    // of the 256 pixels, quantized to 1 to 9 bits
    const numpy = [
      227968344, 3302416896, 553271701, 2774627570, 2600895148, 404381465, 3799230438, 1633923209, 1633923209,
    ];
    numpy.forEach((expected, index) => {
      const quantization = { bits: index + 1, stored: 'byte' } as const;
      const [table] = realPixels({ pixels: { rule: 'real', from: 0, to: 255, quantization } });
      expect(crc32(Uint8Array.from(table))).to.equal(expected);
    });
  });
});

describe('pixels as real numbers', () => {
  it('are divided by 255 and normalised, each operation in 32 bits', () => {
    const normalization = { mean: [0.4914, 0.5], deviation: [0.2471, 0.25] };
    const [red, green] = realPixels({ pixels: { rule: 'real', from: 0, to: 1, normalization } });
    for (let pixel = 0; pixel < 256; pixel++) {
      const real = Math.fround(Math.fround(pixel) / 255);
      expect(red[pixel]).to.equal(Math.fround(Math.fround(real - Math.fround(0.4914)) / Math.fround(0.2471)));
      expect(green[pixel]).to.equal(Math.fround(Math.fround(real - 0.5) * 4));
    }
    const [plain, ...others] = realPixels({ pixels: { rule: 'real', from: 0, to: 255 } });
    expect([plain[0], plain[17], plain[255], others.length]).to.deep.equal([0, 17, 255, 0]);
  });
});
