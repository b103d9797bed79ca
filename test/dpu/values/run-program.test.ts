import { expect } from 'chai';
import fc from 'fast-check';
import { architectureOf, compileDpu, limitsOfFamily } from '../../../sim/dpu/index.js';
import { runDpuProgram } from '../../../sim/dpu/values/run-program.js';
import { isIntegerMatrixLayer, type Network } from '../../../sim/nn/network.js';
import { shiftBetween } from '../../../sim/nn/power-of-two.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { randomPowers } from '../../helpers/random-powers.js';

const architectures = fc.constantFrom('B512', 'B1152', 'B4096').map((name) => architectureOf(name as 'B512'));
const limits = limitsOfFamily();

/** Bits that a pool can shift to the left. */
const POOL_LEFT = 7;

/**
 * Whether the DPU does all that the network asks for: pools have no activation and shift few bits to the left, others have one
 * activation, and vectors are joined by the host.
 */
function isForDpu({ layers }: Network): boolean {
  return layers.every((layer) => {
    if (layer.op === 'concat') return layer.axis === 2;
    if (layer.op === 'averagePool' || layer.op === 'integerMaxPool') {
      const { inputType, outputType, clamp } = layer;
      return clamp === undefined && shiftBetween(inputType.scale, outputType.scale) <= POOL_LEFT;
    }
    if (!isIntegerMatrixLayer(layer) || layer.requantization.rule !== 'powerOfTwo') return true;
    return !layer.requantization.leaky || layer.clamp === undefined;
  });
}

const cases = fc
  .tuple(randomPowers, architectures, fc.integer())
  .filter(([{ network }]) => isForDpu(network))
  .map(([{ network, pixels, images }, architecture, seed]) => {
    const program = compileDpu(network, { architecture, limits });
    return { network, pixels: pixels.subarray(0, pixels.length / images), architecture, program, seed };
  });

describe('the instructions of a network', function () {
  this.timeout(120_000);

  it('compute what the reference does, in whatever order tokens let the engines go on', () => {
    fc.assert(
      fc.property(cases, ({ network, pixels, architecture, program, seed }) => {
        const expected = runReference(network, pixels);
        const found = runDpuProgram(network, program, architecture, pixels, randomFrom(seed));
        expect(found.size).to.be.above(0);
        for (const [name, values] of found) expect([...values], name).to.deep.equal([...expected.get(name)!]);
      }),
      { numRuns: 100 },
    );
  });
});
