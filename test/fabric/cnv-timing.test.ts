import { expect } from 'chai';
import { busyCycles, simulateEvents, tick, totalCycles } from '../../sim/core/index.js';
import { simulate } from '../../sim/fabric/index.js';
import { publishedProgram } from '../helpers/fabric-design.js';

/** Those that the tick engine is soon done with; for the other see cnv.long.ts. */
const FAST_NETWORKS = ['cnv-w1a1', 'cnv-w1a2'];

describe('CNV', () => {
  it('takes the measured time for one image of cnv-w1a1 within 0.5 %', () => {
    // facts/bnn-pynq.md section 5: 527 to 528 us on an Ultra96, of which 1 to 6 us belong to the host
    const { microseconds } = simulate(publishedProgram('cnv-w1a1', 1), 'event');
    expect(microseconds).to.be.within(527 - 6, 528 - 1);
    expect(microseconds / (527.5 - 3.5)).to.be.closeTo(1, 0.005);
  });

  // Regression: the figures of this model.
  const found: [name: string, images: number, cycles: number][] = [
    ['cnv-w1a1', 1, 157_911],
    ['cnv-w1a1', 3, 274_111],
    ['cnv-w1a2', 1, 162_427],
    ['cnv-w1a2', 3, 266_278],
    ['cnv-w2a2', 1, 486_288],
    ['cnv-w2a2', 3, 751_910],
    ['cnv-w2a2', 10_000, 1_163_003_130],
  ];
  for (const [name, images, cycles] of found) {
    it(`takes ${cycles} cycles for ${images} images of ${name}`, () => {
      expect(simulateEvents(publishedProgram(name, images).pipeline).cycles).to.equal(cycles);
    });
  }

  for (const name of FAST_NETWORKS) {
    it(`takes the same cycles in both engines for two images of ${name}, cause by cause`, () => {
      const { pipeline } = publishedProgram(name, 2);
      expect(simulateEvents(pipeline)).to.deep.equal(tick(pipeline));
    });
  }

  it('takes the same cycles with the steady state carried forward as with every image computed', () => {
    const { pipeline } = publishedProgram('cnv-w2a2', 80);
    expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
  });

  it('takes the same cycles at 100 MHz, and three times as long', () => {
    const [ultra96, pynq] = ['ultra96', 'pynq-z1'].map((board) =>
      simulate(publishedProgram('cnv-w1a1', 1, board), 'event'),
    );
    expect(pynq.cycles).to.equal(ultra96.cycles);
    expect(pynq.microseconds / ultra96.microseconds).to.be.closeTo(2.999997, 1e-9);
  });

  it('is 1 % above the slowest layer for a long batch of cnv-w2a2', () => {
    const program = publishedProgram('cnv-w2a2', 10_000);
    const { cyclesPerImage } = simulate(program, 'event');
    const estimate = simulate(program, 'analytic');
    expect(estimate.cyclesPerImage).to.equal(115_200);
    expect(cyclesPerImage / estimate.cyclesPerImage).to.be.closeTo(1.01, 0.002);
    expect(estimate.bottleneck.layer).to.equal('L3');
  });

  it('has a cause for every cycle of every block, and is busy for exactly its work', () => {
    const { pipeline } = publishedProgram('cnv-w1a2', 20);
    const { cycles, blocks } = simulateEvents(pipeline);
    blocks.forEach(({ causes }, index) => {
      expect(totalCycles(causes)).to.equal(cycles);
      const work = pipeline.blocks[index].loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
      expect(causes.busy).to.equal(work);
    });
  });

  it('has the published operations, in matrix layers only', () => {
    const { ops, layers } = simulate(publishedProgram('cnv-w1a1', 1), 'event');
    // facts/bnn-pynq.md section 1
    expect(layers.map(({ name, ops }) => [name, ops])).to.deep.equal([
      ['L0', 3_110_400],
      ['L1', 57_802_752],
      ['pool1', 0],
      ['L2', 21_233_664],
      ['L3', 29_491_200],
      ['pool3', 0],
      ['L4', 5_308_416],
      ['L5', 1_179_648],
      ['L6', 262_144],
      ['L7', 524_288],
      ['L8', 65_536],
    ]);
    expect(ops).to.equal(118_978_048);
  });
});
