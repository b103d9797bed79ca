import { expect } from 'chai';
import { packFeatureMap, readFeatureMaps } from '../../sim/nn/data/feature-map.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { loadOffloadNetwork, mapFormats, OFFLOAD_NETWORKS, testImage } from '../helpers/offload.js';

describe('the reference of the offloaded layers', () => {
  for (const offloaded of OFFLOAD_NETWORKS) {
    it(`turns the test input of ${offloaded.name} into the published output, byte for byte`, function () {
      const network = loadOffloadNetwork(this, offloaded);
      const { input, output } = mapFormats(network, offloaded);
      const codes = readFeatureMaps(testImage(this, offloaded, 'input'), 'input.bin', input);
      const values = runReference(network, codes).get(network.layers[network.layers.length - 1].name)!;
      const expected = testImage(this, offloaded, 'verification');
      expect(Buffer.compare(packFeatureMap(Uint8Array.from(values), output, 'padded'), expected)).to.equal(0);
    });
  }
});
