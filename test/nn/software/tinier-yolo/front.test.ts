import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { NpyArray } from '../../../../sim/nn/data/npy.js';
import { readPicture } from '../../../../sim/nn/data/read-picture.js';
import { loadArrays } from '../../../../sim/nn/software/parameters/load-arrays.js';
import { letterbox } from '../../../../sim/nn/software/pictures/letterbox.js';
import {
  TINIER_YOLO_FRONT_ARRAYS,
  tinierYoloFront,
  tinierYoloInput,
} from '../../../../sim/nn/software/tinier-yolo/front.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { unpackCodes } from '../code-words.js';
import { patternOf } from '../pictures/pattern.js';

const OUTPUTS = 5;
const front = (weights: NpyArray, bias: NpyArray) =>
  tinierYoloFront({
    file: 'a.npy',
    arrays: new Map([
      ['conv0/W', weights],
      ['conv0/bias', bias],
    ]),
  });

describe('Tinier-YOLO in front of the offloaded layers', () => {
  it('convolves the letterbox, then exchanges rows and columns', () => {
    const numbers = (length: number) =>
      fc.float32Array({ minLength: length, maxLength: length, min: -2, max: 2, noNaN: true });
    const place = fc.tuple(fc.nat({ max: 207 }), fc.nat({ max: 207 }));
    const places = fc.array(place, { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(numbers(27 * OUTPUTS), numbers(OUTPUTS), places, (weights, bias, checked) => {
        const picture = patternOf(37, 23);
        const box = letterbox(picture, 416).data;
        const pixel = (x: number, y: number, colour: number) =>
          x < 0 || y < 0 || x >= 416 || y >= 416 ? 0 : box[(y * 416 + x) * 3 + colour];
        const conv0 = front({ shape: [3, 3, 3, OUTPUTS], data: weights }, { shape: [OUTPUTS], data: bias });
        const { height, width, channels, codes } = tinierYoloInput(picture, conv0);
        expect([height, width, channels]).to.deep.equal([208, 208, OUTPUTS]);
        for (const [x, y] of [[0, 0], [207, 207], ...checked]) {
          for (let output = 0; output < OUTPUTS; output++) {
            let sum = bias[output];
            for (let tap = 0; tap < 27; tap++) {
              const [down, across, colour] = [Math.floor(tap / 9), Math.floor(tap / 3) % 3, tap % 3];
              sum += pixel(2 * x + across - 1, 2 * y + down - 1, colour) * weights[tap * OUTPUTS + output];
            }
            const expected = (Math.min(Math.max(sum, 0), 4) / 4) * 7;
            expect(codes[(x * 208 + y) * OUTPUTS + output]).to.be.closeTo(expected, 0.5 + 1e-4);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('gives codes for a photo, and nearly those of the original where there is only grey', async function () {
    const read = (name: string) => readFileSync(sharedData(this, `qnn-mo-pynq/${name}`));
    const arrays = loadArrays(sharedData(this, 'qnn-mo-pynq'), TINIER_YOLO_FRONT_ARRAYS, 'tinier-yolo-');
    const photo = await readPicture(read('imagenet-samples/n02509815_12.jpg'), 'photo');
    const map = tinierYoloInput(photo, tinierYoloFront(arrays));
    expect([map.height, map.width, map.channels]).to.deep.equal([208, 208, 16]);
    expect(map.codes.reduce((most, code) => Math.max(most, code))).to.equal(7);
    const original = unpackCodes(read('Test_image/tinier-yolo/input.bin'), map, 3, 8);
    const grey = (100 * 208 + 5) * 16;
    for (let channel = 0; channel < 16; channel++) {
      expect(map.codes[grey + channel]).to.be.closeTo(original[grey + channel], 1);
    }
  });

  it('gives the codes of the original at both edges of the grey, where axes exchanged before conv0 would give others', function () {
    const data = (name: string) => sharedData(this, `qnn-mo-pynq/${name}`);
    const conv0 = tinierYoloFront(loadArrays(data(''), TINIER_YOLO_FRONT_ARRAYS, 'tinier-yolo-'));
    // A picture of one row leaves the rest of the square grey.
    const grey = tinierYoloInput({ width: 416, height: 1, data: new Uint8Array(416 * 3) }, conv0);
    const original = unpackCodes(readFileSync(data('Test_image/tinier-yolo/input.bin')), grey, 3, 8);
    const at = (codes: ArrayLike<number>, row: number, column: number) =>
      Array.from({ length: 16 }, (_, channel) => codes[(row * 208 + column) * 16 + channel]);
    for (let step = 1; step < 30; step++) {
      expect(at(grey.codes, 0, step)).to.deep.equal(at(original, 0, step));
      expect(at(grey.codes, step, 0)).to.deep.equal(at(original, step, 0));
    }
    expect(at(grey.codes, 0, 1)).not.to.deep.equal(at(grey.codes, 1, 0));
  });

  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const cases: [behaviour: string, act: () => unknown, message: string][] = [
    [
      'weights in another order',
      () => front(zeros(16, 3, 3, 3), zeros(16)),
      'the array conv0/W: found 16 x 3 x 3 x 3, expected 3 x 3 x 3 x outputs',
    ],
    ['a bias of another size', () => front(zeros(3, 3, 3, 16), zeros(3)), 'the array conv0/bias: found 3, expected 16'],
  ];
  for (const [behaviour, act, message] of cases) {
    it(`is refused with ${behaviour}`, () => expect(inputErrorOf(act)).to.equal(`a.npy: ${message}`));
  }
});
