import { expect } from 'chai';
import fc from 'fast-check';
import { offloadOverlays } from '../../../sim/fabric/index.js';
import { compileOffload } from '../../../sim/fabric/offload/compile.js';
import { streamOffloadWords } from '../../../sim/fabric/offload/stream-words.js';
import type { Network } from '../../../sim/nn/network.js';
import { isMatrixLayer } from '../../../sim/nn/network.js';
import { convolution } from '../../../sim/nn/reference/convolution.js';
import { maxPool } from '../../../sim/nn/reference/max-pool.js';
import { OffloadNetwork, offloadBoard } from '../../helpers/offload-networks.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';
import { randomOffload } from '../../helpers/random-offload.js';

function referenceOf({ layers }: Network, input: Int32Array): Int32Array {
  return layers.reduce((values, layer) => {
    if (layer.op === 'convolution') return convolution(layer, values);
    if (layer.op === 'maxPool') return maxPool(layer, values);
    throw new RangeError(layer.name);
  }, input);
}

describe('words through the stages of an offload engine', () => {
  it('are those of the reference, with padding, pools, groups and iterations', () => {
    fc.assert(
      fc.property(randomOffload, ({ overlay, network, input, loopOverhead }) => {
        const program = compileOffload(network, overlay, offloadBoard('ultra96', loopOverhead), 1);
        expect(streamOffloadWords(program, input)).to.deep.equal(referenceOf(network, input));
      }),
      { numRuns: 60 },
    );
  });

  const half = { top: 0, left: 0, bottom: 1, right: 1 };
  const [w1a2, w1a3] = offloadOverlays();
  for (const [overlay, layers] of [
    [w1a2, new OffloadNetwork(2, [4, 4, 70]).convolution('c', 90, 5, 2, 2).pool('p', 3, 2, half)],
    [w1a3, new OffloadNetwork(3, [4, 4, 70]).convolution('c', 270, 3, 1).pool('p', 2, 1, half)],
  ] as const) {
    it(`are those of the reference in overlay ${overlay.name}`, () => {
      const random = randomFrom(7);
      const plain = layers.network('small');
      const weighted = plain.layers.map((layer) => (isMatrixLayer(layer) ? randomLayer(random, layer) : layer));
      const network = { ...plain, layers: weighted };
      const input = Int32Array.from({ length: 4 * 4 * 70 }, () => random(2 ** overlay.activationBits));
      const program = compileOffload(network, overlay, offloadBoard('ultra96'), 1);
      expect(program.passes).to.have.length(2);
      expect(streamOffloadWords(program, input)).to.deep.equal(referenceOf(network, input));
    });
  }
});
