import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents } from '../../sim/core/index.js';
import { compile, LIBRARY_NAMES } from '../../sim/fabric/index.js';
import { randomDesign } from '../helpers/random-design.js';
import { recordEverything } from '../helpers/record-everything.js';

for (const library of LIBRARY_NAMES) {
  describe(`the engines, on random networks in blocks of library ${library}`, () => {
    it('agree on every handshake and cause', () => {
      fc.assert(
        fc.property(randomDesign({ library }), ({ design }) => {
          const { pipeline } = compile(design);
          expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
        }),
        { numRuns: 80 },
      );
    });

    it('find the same with the steady state carried forward as with every image computed', () => {
      fc.assert(
        fc.property(randomDesign({ library, minImages: 20, maxImages: 70 }), ({ design }) => {
          const { pipeline } = compile(design);
          expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
        }),
        { numRuns: 40 },
      );
    });
  });
}
