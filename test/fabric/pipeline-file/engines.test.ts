import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents, tick, totalCycles } from '../../../sim/core/index.js';
import { simulatePipeline } from '../../../sim/fabric/index.js';
import { buildFile } from '../../helpers/pipeline-file.js';
import { randomPipelineFile } from '../../helpers/random-pipeline-file.js';
import { randomRtlFile } from '../../helpers/random-rtl-file.js';
import { recordEverything } from '../../helpers/record-everything.js';

describe('pipeline files', () => {
  for (const library of ['finn', 'hls'] as const) {
    it(`of library ${library} are all laid out, and most run to their end`, () => {
      const files = fc.sample(randomPipelineFile(library), { numRuns: 150, seed: 1 });
      const stuck = files.filter((file) => simulateEvents(buildFile(file).pipeline).deadlock !== null);
      expect(stuck.length / files.length).to.be.within(0.01, 0.2);
    });

    it(`of library ${library} pass every beat in the same cycle, for the same causes, on both engines`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const { pipeline } = buildFile(file);
          const { timing, ...record } = recordEverything(pipeline, 'event');
          expect({ timing, ...record }).to.deep.equal(recordEverything(pipeline, 'tick'));
          for (const { causes } of timing.blocks) expect(totalCycles(causes)).to.equal(timing.cycles);
        }),
        { numRuns: 150 },
      );
    });

    it(`of library ${library} take the same cycles on both engines where nobody watches`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const { pipeline } = buildFile(file);
          expect(simulateEvents(pipeline)).to.deep.equal(tick(pipeline));
        }),
        { numRuns: 100 },
      );
    });

    it(`of library ${library} end in the same run on both engines`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const built = buildFile(file);
          expect(simulatePipeline(built, 'event')).to.deep.equal(simulatePipeline(built, 'tick'));
        }),
        { numRuns: 40 },
      );
    });

    it(`of library ${library} take as long with the steady state carried forward as with every frame computed`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library, { minFrames: 20, maxFrames: 60 }), (file) => {
          const { pipeline } = buildFile(file);
          expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('of library rtl pass every beat in the same cycle, for the same causes, on both engines', () => {
    fc.assert(
      fc.property(randomRtlFile, (file) => {
        const { pipeline } = buildFile(file);
        expect(recordEverything(pipeline, 'event')).to.deep.equal(recordEverything(pipeline, 'tick'));
      }),
      { numRuns: 100 },
    );
  });
});
