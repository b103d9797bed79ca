import { expect } from 'chai';
import { packFeatureMap, readFeatureMaps } from '../../sim/nn/data/feature-map.js';
import { createExecutor } from '../../sim/nn/execute.js';
import { getCode } from '../../sim/nn/packed-matrix.js';
import { loadOffloadNetwork, mapFormats, OFFLOAD_NETWORKS, testImage } from '../helpers/offload.js';

describe('the offloaded layers with the original parameters', () => {
  for (const offloaded of OFFLOAD_NETWORKS) {
    for (const backend of ['packed', 'wasm'] as const) {
      it(`turn the test input of ${offloaded.name} into the published output, byte for byte, on ${backend}`, async function () {
        const network = loadOffloadNetwork(this, offloaded);
        const { input, output } = mapFormats(network, offloaded);
        const codes = readFeatureMaps(testImage(this, offloaded, 'input'), 'input.bin', input);
        const row = await createExecutor(network, { backend }).run(codes, 1);
        const found = Uint8Array.from({ length: row.columns }, (_, column) => getCode(row, 0, column));
        const expected = testImage(this, offloaded, 'verification');
        expect(Buffer.compare(packFeatureMap(found, output, 'padded'), expected)).to.equal(0);
      });
    }
  }
});
