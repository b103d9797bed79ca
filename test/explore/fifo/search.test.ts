import { expect } from 'chai';
import fc from 'fast-check';
import { measureInterval } from '../../../sim/core/index.js';
import { fileProblem, networkProblem, sizeFifos } from '../../../sim/explore/index.js';
import { loadBoard, loadLibrary, publishedOverlay } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/index.js';
import { intervalOfLongRun } from '../../helpers/long-run.js';
import { buildFileWith } from '../../helpers/pipeline-file.js';
import { randomPipelineFile } from '../../helpers/random-pipeline-file.js';

const MAX_FRAMES = 1000;
/** Frames that a FIFO which is meant never to be full holds. */
const DEEP_FRAMES = 20;

/** A convolution, bypassed. */
const RESIDUAL = {
  library: 'finn',
  inputBeatsPerFrame: 64,
  outputBeatsPerFrame: 64,
  blocks: [
    { type: 'duplicate', name: 'dup' },
    { type: 'fifo', name: 'bypass', depth: 2, from: ['dup'] },
    {
      type: 'fmpadding',
      name: 'pad',
      H: 8,
      W: 8,
      C: 1,
      SIMD: 1,
      padTop: 1,
      padLeft: 1,
      padBottom: 1,
      padRight: 1,
      from: ['dup'],
    },
    { type: 'swg', name: 'window', H: 10, W: 10, C: 1, KH: 3, KW: 3, SIMD: 1 },
    { type: 'mvu', name: 'conv', core: 'dsp48-4bit', MW: 9, MH: 1, PE: 1, SIMD: 1 },
    { type: 'add', name: 'join', from: ['conv', 'bypass'] },
  ],
};

function problemOf(file: object) {
  return fileProblem(JSON.stringify(file), 'file');
}

describe('FIFO depths', () => {
  it('of LFC lose nothing against unbounded FIFOs, and none can be lowered', () => {
    const network = loadNamedNetwork('lfc-w1a1');
    const overlay = publishedOverlay(network)!;
    const problem = networkProblem({ network, overlay, board: loadBoard('pynq-z1'), library: loadLibrary('hls') });
    const { depths, interval, unboundedCyclesPerFrame } = sizeFifos(problem);
    expect([interval.cyclesPerFrame, unboundedCyclesPerFrame]).to.deep.equal([512, 512]);
    for (const { name, least } of problem.sites) {
      const depth = depths.get(name)!;
      if (depth === least) continue;
      const lowered = measureInterval(problem.build(new Map(depths).set(name, depth - 1), 'actual'), MAX_FRAMES);
      expect(lowered.cyclesPerFrame, name).to.be.above(512);
    }
  });

  it('may cost as much as is allowed', () => {
    const network = loadNamedNetwork('lfc-w1a1');
    const overlay = publishedOverlay(network)!;
    const problem = networkProblem({ network, overlay, board: loadBoard('pynq-z1'), library: loadLibrary('hls') });
    const words = (depths: ReadonlyMap<string, number>) => [...depths.values()].reduce((sum, depth) => sum + depth, 0);
    const { depths, interval } = sizeFifos(problem, { maxSlowdown: 0.1 });
    expect(interval.cyclesPerFrame).to.be.within(512, 512 * 1.1);
    expect(words(depths)).to.be.below(words(sizeFifos(problem).depths));
  });

  it('of a residual block keep it from the deadlock that the given ones cause', () => {
    const problem = problemOf(RESIDUAL);
    const given = measureInterval(problem.build(problem.given, 'actual'), MAX_FRAMES);
    expect(given.deadlock?.circle).to.include.members(['dup', 'bypass.accept', 'join', 'conv', 'window']);
    const { depths, interval } = sizeFifos(problem);
    expect(Object.fromEntries([...depths].filter(([, depth]) => depth > 0))).to.deep.equal({ bypass: 10 });
    expect(interval.cyclesPerFrame).to.equal(592);
  });

  for (const library of ['finn', 'hls'] as const) {
    it(`of random pipelines of library ${library} lose nothing, and none can be lowered`, () => {
      fc.assert(
        fc.property(randomPipelineFile(library), (file) => {
          const problem = problemOf(file);
          const { depths, interval } = sizeFifos(problem);
          const deep = new Map(
            problem.sites.map(({ name, wordsPerFrame }) => [name, DEEP_FRAMES * wordsPerFrame + 200]),
          );
          const unbounded = intervalOfLongRun((frames) => buildFileWith(file, deep, frames));
          const sized = new Map([...depths].filter(([, depth]) => depth > 0));
          const reached = intervalOfLongRun((frames) => buildFileWith(file, sized, frames));
          expect(Math.abs(reached - unbounded), `${reached} for ${unbounded}`).to.be.below(1e-3 * unbounded);
          for (const { name, least } of problem.sites) {
            const depth = depths.get(name)!;
            if (depth === least) continue;
            const less = least === 0 && depth === 2 ? 0 : depth - 1;
            const lowered = measureInterval(problem.build(new Map(depths).set(name, less), 'actual'), MAX_FRAMES);
            expect(lowered.cyclesPerFrame, name).to.be.above(interval.cyclesPerFrame);
          }
        }),
        { numRuns: 40 },
      );
    });
  }
});
