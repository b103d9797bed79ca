import { expect } from 'chai';
import fc from 'fast-check';
import { offloadOverlayFor } from '../../../sim/fabric/offload/catalog.js';
import { compileOffload } from '../../../sim/fabric/offload/compile.js';
import { computePipeline } from '../../../sim/fabric/offload/compute-pipeline.js';
import { simulateOffload } from '../../../sim/fabric/offload/simulate.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { offloadBoard } from '../../helpers/offload-networks.js';
import { randomOffload } from '../../helpers/random-offload.js';
import { recordEverything } from '../../helpers/record-everything.js';

describe('the engines, on compute calls of random offload engines', () => {
  it('agree on every handshake and cause', () => {
    fc.assert(
      fc.property(randomOffload, ({ overlay, network, loopOverhead }) => {
        const { passes } = compileOffload(network, overlay, offloadBoard('ultra96'), 1);
        for (const { call } of passes) {
          const pipeline = computePipeline(call, overlay, loopOverhead);
          expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('agree on whole runs', () => {
    fc.assert(
      fc.property(randomOffload, fc.integer({ min: 1, max: 3 }), ({ overlay, network, loopOverhead }, images) => {
        const program = compileOffload(network, overlay, offloadBoard('pynq-z1', loopOverhead), images);
        const { engine: _, ...record } = simulateOffload(program, 'event');
        const { engine: __, ...ticked } = simulateOffload(program, 'tick');
        expect(record).to.deep.equal(ticked);
      }),
      { numRuns: 40 },
    );
  });

  it('agree on DoReFaNet', () => {
    const network = loadNamedNetwork('dorefanet');
    const program = compileOffload(network, offloadOverlayFor(network)!, offloadBoard('ultra96'), 1);
    const { engine: _, ...record } = simulateOffload(program, 'event');
    const { engine: __, ...ticked } = simulateOffload(program, 'tick');
    expect(record).to.deep.equal(ticked);
  });
});
