import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadArrays } from '../../../../sim/nn/software/parameters/load-arrays.js';
import {
  TINIER_YOLO_BACK_ARRAYS,
  tinierYoloBack,
  tinierYoloDetections,
} from '../../../../sim/nn/software/tinier-yolo/back.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { unpackCodes } from '../code-words.js';

const CELLS = { height: 13, width: 13, channels: 512 };

/** A last layer that has one object of class `dog` where input channel 0 is 1, in a box of the first anchor. */
function oneDog() {
  const weights = new Float32Array(2 * 125);
  const bias = new Float32Array(125);
  for (let anchor = 0; anchor < 5; anchor++) bias[anchor * 25 + 4] = -50;
  weights[4] = 100;
  weights[5 + 11] = 100;
  return tinierYoloBack({
    file: 'a.npy',
    arrays: new Map([
      ['conv8/W', { shape: [1, 1, 2, 125], data: weights }],
      ['conv8/bias', { shape: [125], data: bias }],
    ]),
  });
}

describe('Tinier-YOLO behind the offloaded layers', () => {
  it("finds horses and cows in the original's output", function () {
    const file = sharedData(this, 'qnn-mo-pynq/Test_image/tinier-yolo/verification.bin');
    const arrays = loadArrays(sharedData(this, 'qnn-mo-pynq'), TINIER_YOLO_BACK_ARRAYS, 'tinier-yolo-');
    const codes = unpackCodes(readFileSync(file), CELLS, 3, 192);
    const size = { width: 773, height: 512 };
    const detections = tinierYoloDetections({ ...CELLS, codes }, tinierYoloBack(arrays), size);
    expect(detections.map(({ label }) => label)).to.deep.equal(['horse', 'horse', 'cow', 'horse']);
    expect(detections[0].score).to.be.closeTo(0.886, 0.001);
  });

  it('maps boxes back to the picture, rows and columns exchanged', () => {
    const codes = new Uint8Array(13 * 13 * 2);
    const [column, row] = [9, 4];
    codes[(column * 13 + row) * 2] = 1;
    const size = { width: 832, height: 416 };
    const detections = tinierYoloDetections({ height: 13, width: 13, channels: 2, codes }, oneDog(), size);
    expect(detections).to.have.length(1);
    const [{ label, score, box }] = detections;
    expect(label).to.equal('dog');
    expect(score).to.be.closeTo(1, 1e-12);
    expect(box.x).to.be.closeTo(9.5 * 32 * 2, 1e-9);
    expect(box.y).to.be.closeTo((4.5 * 32 - 104) * 2, 1e-9);
    expect(box.width).to.be.closeTo(1.08 * 32 * 2, 1e-9);
    expect(box.height).to.be.closeTo(1.19 * 32 * 2, 1e-9);
  });

  it('is refused where the codes have other channels', () => {
    const act = () => tinierYoloDetections({ ...CELLS, codes: new Uint8Array(13 * 13 * 512) }, oneDog(), CELLS);
    expect(inputErrorOf(act)).to.equal('the array conv8/W takes 2 channels, the offloaded layers give 512');
  });

  it('is refused with another number of outputs', () => {
    const arrays = new Map([['conv8/W', { shape: [1, 1, 512, 25], data: new Float32Array(512 * 25) }]]);
    expect(inputErrorOf(() => tinierYoloBack({ file: 'a.npy', arrays }))).to.equal(
      'a.npy: the array conv8/W: found 1 x 1 x 512 x 25, expected 1 x 1 x inputs x 125',
    );
  });
});
