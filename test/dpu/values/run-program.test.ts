import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../../sim/core/input/input-error.js';
import {
  type Architecture,
  architectureOf,
  compileDpu,
  type DpuProgram,
  limitsOfFamily,
} from '../../../sim/dpu/index.js';
import { runDpuProgram } from '../../../sim/dpu/values/run-program.js';
import type { Network } from '../../../sim/nn/index.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { randomPowers } from '../../helpers/random-powers.js';

const architectures = fc.constantFrom('B512', 'B1152', 'B4096').map((name) => architectureOf(name as 'B512'));
const limits = limitsOfFamily();

const cases = fc
  .tuple(randomPowers, architectures, fc.integer())
  .map(([{ network, pixels, images }, architecture, seed]) => {
    const program = compiled(network, architecture);
    return { network, pixels: pixels.subarray(0, pixels.length / images), architecture, program, seed };
  })
  .filter((drawn): drawn is typeof drawn & { program: DpuProgram } => {
    return drawn.program?.parts.every(({ on }) => on === 'dpu') === true;
  });

/** Null for a network with a layer beyond what an instruction can say. */
function compiled(network: Network, architecture: Architecture): DpuProgram | null {
  try {
    return compileDpu(network, { architecture, limits });
  } catch (error) {
    if (error instanceof InputError && error.message.includes('allowed on the DPU: at most')) return null;
    throw error;
  }
}

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
