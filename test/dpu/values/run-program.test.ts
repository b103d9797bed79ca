import { expect } from 'chai';
import fc from 'fast-check';
import { architectureOf, compileDpu, limitsOfFamily } from '../../../sim/dpu/index.js';
import { runDpuProgram } from '../../../sim/dpu/values/run-program.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { randomPowers } from '../../helpers/random-powers.js';

const architectures = fc.constantFrom('B512', 'B1152', 'B4096').map((name) => architectureOf(name as 'B512'));
const limits = limitsOfFamily();

const cases = fc
  .tuple(randomPowers, architectures, fc.integer())
  .map(([{ network, pixels, images }, architecture, seed]) => {
    const program = compileDpu(network, { architecture, limits });
    return { network, pixels: pixels.subarray(0, pixels.length / images), architecture, program, seed };
  })
  .filter(({ program }) => program.parts.every(({ on }) => on === 'dpu'));

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
