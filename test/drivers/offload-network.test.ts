import { expect } from 'chai';
import { OffloadNetwork } from '../../sim/drivers/offload-network.js';
import { loadPicture } from '../../sim/drivers/picture-files.js';
import { packFeatureMap, readFeatureMaps } from '../../sim/nn/data/feature-map.js';
import type { CodeMap } from '../../sim/nn/software/index.js';
import { inputErrorFrom, inputErrorOf } from '../helpers/input-error.js';
import { mapFormats, OFFLOAD_NETWORKS, offloadData, testImage } from '../helpers/offload.js';

const [DOREFANET, TINIER_YOLO] = OFFLOAD_NETWORKS;

function load(test: Mocha.Context, { name: network, parameters }: (typeof OFFLOAD_NETWORKS)[number]): OffloadNetwork {
  return OffloadNetwork.load({ network, params: offloadData(test, parameters) });
}

/** The published first feature map. */
function firstMap(test: Mocha.Context, net: OffloadNetwork, offloaded: (typeof OFFLOAD_NETWORKS)[number]): CodeMap {
  const { input } = mapFormats(net.network, offloaded);
  const [height, width, channels] = input.shape;
  return { height, width, channels, codes: readFeatureMaps(testImage(test, offloaded, 'input'), 'input.bin', input) };
}

describe('OffloadNetwork', () => {
  for (const offloaded of OFFLOAD_NETWORKS) {
    it(`offloads ${offloaded.name} and runs the same layers in software, with the published codes`, async function () {
      const net = load(this, offloaded);
      const map = firstMap(this, net, offloaded);
      const { output } = mapFormats(net.network, offloaded);
      const { result, microseconds, run } = await net.offload(map);
      const expected = testImage(this, offloaded, 'verification');
      expect(Buffer.compare(packFeatureMap(result.codes, output, 'padded'), expected)).to.equal(0);
      expect(microseconds).to.equal(run.microseconds);
      const inSoftware = await net.runInSoftware(map);
      expect(inSoftware.result).to.deep.equal(result);
      expect(inSoftware.microseconds).to.be.above(0);
    });
  }

  it('loads the weights once for a batch', async function () {
    const net = load(this, DOREFANET);
    const map = firstMap(this, net, DOREFANET);
    const { result, run } = await net.offload(map);
    const batch = await net.offloadMany([map, map]);
    expect(batch.result).to.deep.equal([result, result]);
    const weightCycles = (layers: typeof run.layers) => layers.reduce((sum, { causes }) => sum + causes.weightLoad, 0);
    expect(weightCycles(batch.run.layers)).to.equal(weightCycles(run.layers));
  });

  it("runs DoReFaNet's first layer on a photo, which gives the published input", async function () {
    const net = load(this, DOREFANET);
    const picture = await loadPicture(offloadData(this, 'imagenet-samples/n07920052_4.jpg'));
    expect(net.runFront(picture).result).to.deep.equal(firstMap(this, net, DOREFANET));
  });

  it('finds horses in the published input of Tinier-YOLO', async function () {
    const net = load(this, TINIER_YOLO);
    const { result } = await net.runInSoftware(firstMap(this, net, TINIER_YOLO));
    const { result: detections } = net.detect(result, { width: 773, height: 512 });
    expect(detections.slice(0, 3).map(({ label }) => label)).to.deep.equal(['horse', 'horse', 'cow']);
  });

  it('says what is missing for a step', async function () {
    const net = load(this, DOREFANET);
    const map = { height: 6, width: 6, channels: 256, codes: new Uint8Array(6 * 6 * 256) };
    expect(inputErrorOf(() => net.classify(map))).to.equal(
      'classes need the parameters of the fully connected layers (fc0/Wn, fc0/bn, fc1/Wn, fc1/bn, fct/W): give --fc <file|dir>',
    );
    expect(inputErrorOf(() => net.detect(map, { width: 1, height: 1 }))).to.equal(
      'dorefanet finds no objects, only tinier-yolo does',
    );
    expect(await inputErrorFrom(net.offload(map))).to.equal(
      'a feature map of 6 x 6 x 256, dorefanet takes 54 x 54 x 68',
    );
  });

  it('refuses networks of no offload engine', () => {
    const load = () => OffloadNetwork.load({ network: 'lfc-w1a1', params: 'none' });
    expect(inputErrorOf(load)).to.equal('lfc-w1a1 runs on no offload engine, allowed: dorefanet, tinier-yolo');
  });
});
