import { expect } from 'chai';
import fc from 'fast-check';
import { resizeBicubic } from '../../../../sim/nn/software/pictures/bicubic.js';
import { patternOf } from './pattern.js';

/** What `cv2.resize(..., interpolation=INTER_CUBIC)` of OpenCV 5.0 without IPP makes of such pictures of floats. */
const BY_OPENCV: [from: [number, number], to: [number, number], data: number[]][] = [
  [
    [7, 5],
    [4, 2],
    [
      117.913826, 136.8601, 150.34302, 106.450424, 89.28685, 3.3293304, 136.71461, 175.45192, 177.92409, 177.86598,
      22.541744, 79.968, 162.87769, 105.861084, 182.04175, 87.67067, 102.92311, 119.1653, 108.25902, 183.57542,
      43.824936, 79.011475, 110.84253, 140.41382,
    ],
  ],
  [
    [3, 4],
    [4, 6],
    [
      -18.505592, 45.917267, 128.18733, 166.88725, 43.884335, 181.98642, 194.64952, 121.59386, 168.36977, 44.77393,
      223.04335, 97.150444, -14.214691, 138.05582, 156.22867, 117.56607, 79.203766, 139.34146, 142.54623, 83.49448,
      111.65756, 42.72348, 147.83578, 93.12778, 36.722214, 229.98245, 138.83817, 77.13537, 146.64067, 73.79589,
      97.56359, 73.6529, 70.12125, 83.28499, 63.61879, 130.46243, 135.92715, 223.67935, 40.127705, 99.31807, 213.21574,
      27.911495, 116.50704, 136.98868, 106.82047, 175.10658, 49.932335, 219.98772, 154.01254, 128.08774, -10.11441,
      153.06186, 186.17612, 56.540375, 165.69888, 178.12369, 159.45865, 182.81656, 109.73355, 224.47086, 126.3959,
      38.09655, -13.980622, 195.20897, 129.73386, 105.3637, 205.06389, 189.53603, 194.21472, 148.85855, 174.40573,
      188.54063,
    ],
  ],
  [
    [100, 60],
    [4, 1],
    [172.0, 92.0, 154.0, 126.0, 72.0, 136.0, 110.0, 234.0, 196.0, 124.0, 122.0, 134.0],
  ],
];

const whole = (width: number, height: number) => ({ left: 0, top: 0, width, height });
const size = fc.integer({ min: 1, max: 20 });

describe('bicubic resizing', () => {
  for (const [from, to, data] of BY_OPENCV) {
    it(`gives exactly what OpenCV does from ${from.join(' x ')} to ${to.join(' x ')}`, () => {
      const resized = resizeBicubic(patternOf(...from), ...to, whole(...to));
      expect(resized.data).to.deep.equal(Float32Array.from(data));
    });
  }

  it('leaves a picture of the wanted size as it is', () => {
    fc.assert(
      fc.property(size, size, (width, height) => {
        const picture = patternOf(width, height);
        const resized = resizeBicubic(picture, width, height, whole(width, height));
        expect(resized.data).to.deep.equal(Float32Array.from(picture.data));
      }),
    );
  });

  it('gives the same pixels for a part as for the whole', () => {
    const part = (length: number) =>
      fc.tuple(fc.nat({ max: length - 1 }), fc.nat()).map(([from, more]) => ({
        from,
        length: 1 + (more % (length - from)),
      }));
    const sizes = fc
      .tuple(size, size)
      .chain(([width, height]) =>
        fc.record({ width: fc.constant(width), height: fc.constant(height), across: part(width), down: part(height) }),
      );
    fc.assert(
      fc.property(size, size, sizes, (fromWidth, fromHeight, { width, height, across, down }) => {
        const picture = patternOf(fromWidth, fromHeight);
        const all = resizeBicubic(picture, width, height, whole(width, height)).data;
        const crop = { left: across.from, top: down.from, width: across.length, height: down.length };
        const expected = Array.from({ length: down.length }, (_, row) => {
          const start = ((down.from + row) * width + across.from) * 3;
          return [...all.subarray(start, start + across.length * 3)];
        });
        expect([...resizeBicubic(picture, width, height, crop).data]).to.deep.equal(expected.flat());
      }),
    );
  });
});
