import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadFront } from '../../sim/drivers/offload-front.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { writeNpy } from '../../sim/nn/data/npy.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';
import { pickleOf } from '../nn/software/parameters/pickle-of.js';

const network = loadNamedNetwork('dorefanet');
const weights = {
  shape: [68, 3, 12, 12],
  data: Float32Array.from({ length: 68 * 432 }, (_, index) => ((index * 7919) % 21) / 10 - 1),
};
const thresholds = { shape: [3], data: Float32Array.of(-0.2, 0, 0.2) };
const mean = { shape: [256, 256, 3], data: new Float32Array(256 * 256 * 3) };
const picture = {
  width: 230,
  height: 224,
  data: Uint8Array.from({ length: 230 * 224 * 3 }, (_, index) => (index * 31) % 251),
};

describe('loadFront', () => {
  it("takes DoReFaNet's first layer in two files, or in the original's one", () =>
    inTemporaryFolder((folder) => {
      const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
      write('ilsvrc_pp_mean.npy', writeNpy(mean));
      write('dorefanet-conv0.npy', pickleOf({ 'conv0/W': weights, 'conv0/T': thresholds }));
      const ofOne = loadFront(network, folder)(picture);
      write('dorefanet-conv0.npy', new Uint8Array());
      write('dorefanet-conv0-W.npy', writeNpy(weights));
      write('dorefanet-conv0-T.npy', writeNpy(thresholds));
      const ofTwo = loadFront(network, folder)(picture);
      expect(Buffer.compare(ofOne.codes, ofTwo.codes)).to.equal(0);
      expect([...new Set(ofOne.codes)].sort()).to.deep.equal([0, 1, 2, 3]);
    }));

  it('says what is missing', () =>
    inTemporaryFolder((folder) => {
      expect(inputErrorOf(() => loadFront(network, folder))).to.equal(
        `${join(folder, 'dorefanet-conv0-W.npy')}: no such file or folder: give --software <folder> with the parameters of the layers in software`,
      );
      expect(inputErrorOf(() => loadFront(loadNamedNetwork('cnv-w1a1'), folder))).to.equal(
        'cnv-w1a1 takes feature maps of codes, found a picture',
      );
    }));
});
