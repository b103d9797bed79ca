import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents } from '../../../sim/core/index.js';
import { type FinnFile, wireHandshakes } from '../../helpers/finn-wires.js';
import { buildFile, runFile } from '../../helpers/pipeline-file.js';
import { randomPipelineFile } from '../../helpers/random-pipeline-file.js';
import { recordEverything } from '../../helpers/record-everything.js';

describe('pipeline files, at length', () => {
  for (const library of ['finn', 'hls'] as const) {
    it(`of library ${library} pass every beat in the same cycle, for the same causes, on both engines`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const { pipeline } = buildFile(file);
          expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
        }),
        { numRuns: 6000 },
      );
    });

    it(`of library ${library} take as long with the steady state carried forward as with every frame computed`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library, { minFrames: 20, maxFrames: 60 }), (file) => {
          const { pipeline } = buildFile(file);
          expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
        }),
        { numRuns: 6000 },
      );
    });
  }

  it('of library finn follow the rules of the hardware, register by register', () => {
    fc.assert(
      fc.property(randomPipelineFile('finn'), (file) => {
        const { streams } = runFile(file);
        const rules = wireHandshakes(file as object as FinnFile);
        expect(streams.map(({ handshakes }) => handshakes)).to.deep.equal(rules);
      }),
      { numRuns: 6000 },
    );
  });
});
