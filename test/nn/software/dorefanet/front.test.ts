import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readNpy } from '../../../../sim/nn/data/npy.js';
import { readPicture } from '../../../../sim/nn/data/read-picture.js';
import { DOREFANET_FRONT_ARRAYS, dorefanetFront, dorefanetInput } from '../../../../sim/nn/software/dorefanet/front.js';
import { preprocess } from '../../../../sim/nn/software/dorefanet/preprocess.js';
import { loadArrays } from '../../../../sim/nn/software/parameters/load-arrays.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { unpackCodes } from '../code-words.js';
import { patternOf } from '../pictures/pattern.js';

const PHOTOS = ['n01641577_1', 'n02509815_12', 'n07920052_4', 'n09288635_14'];

describe('DoReFaNet in front of the offloaded layers', () => {
  for (const photo of PHOTOS) {
    it(`gives the original's codes for ${photo}`, async function () {
      const read = (name: string) => readFileSync(sharedData(this, `qnn-mo-pynq/${name}`));
      const arrays = loadArrays(sharedData(this, 'qnn-mo-pynq/dorefanet-conv0.npy'), DOREFANET_FRONT_ARRAYS);
      const front = dorefanetFront(arrays, { array: readNpy(read('ilsvrc_pp_mean.npy'), 'mean'), file: 'mean' });
      const map = dorefanetInput(await readPicture(read(`imagenet-samples/${photo}.jpg`), photo), front);
      expect([map.height, map.width, map.channels]).to.deep.equal([54, 54, 68]);
      const expected = unpackCodes(read(`conv0-codes/${photo}.conv0.bin`), map, 2, 17);
      expect(Buffer.compare(map.codes, expected)).to.equal(0);
    });
  }

  it('takes parameters from a folder too', function () {
    const folder = sharedData(this, 'qnn-mo-pynq');
    const mean = { array: { shape: [256, 256, 3], data: new Uint8Array(256 * 256 * 3) }, file: 'mean' };
    const fromFolder = dorefanetFront(loadArrays(folder, DOREFANET_FRONT_ARRAYS, 'dorefanet-'), mean);
    const fromFile = dorefanetFront(loadArrays(`${folder}/dorefanet-conv0.npy`, []), mean);
    expect(fromFolder).to.deep.equal(fromFile);
  });

  it('shows the network the middle of a picture, without the mean, blue first', () => {
    const picture = patternOf(232, 226);
    const mean = Float32Array.from({ length: 256 * 256 * 3 }, (_, index) => index % 97);
    const { data } = preprocess(picture, mean);
    for (const [y, x] of [
      [0, 0],
      [17, 100],
      [223, 223],
    ]) {
      for (let channel = 0; channel < 3; channel++) {
        const pixel = picture.data[((y + 1) * 232 + x + 4) * 3 + 2 - channel];
        const expected = (pixel - mean[((y + 16) * 256 + x + 16) * 3 + channel]) / 255;
        expect(data[(y * 224 + x) * 3 + channel]).to.equal(Math.fround(expected));
      }
    }
  });

  it('takes pictures of any shape', () => {
    const mean = new Float32Array(256 * 256 * 3);
    for (const [width, height] of [
      [1, 1],
      [1, 100_000],
      [3000, 2],
    ]) {
      const { data } = preprocess(patternOf(width, height), mean);
      expect(data.every(Number.isFinite)).to.equal(true);
    }
  });

  it('is refused with a mean picture of another size', () => {
    const arrays = new Map([
      ['conv0/W', { shape: [1, 3, 12, 12], data: new Float32Array(432) }],
      ['conv0/T', { shape: [1], data: new Float32Array(1) }],
    ]);
    const mean = { array: { shape: [256, 256], data: new Float32Array(256 * 256) }, file: 'mean.npy' };
    expect(inputErrorOf(() => dorefanetFront({ file: 'a.npy', arrays }, mean))).to.equal(
      'mean.npy: the mean picture: found 256 x 256, expected 256 x 256 x 3',
    );
  });
});
