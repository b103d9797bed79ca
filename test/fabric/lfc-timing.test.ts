import { expect } from 'chai';
import { busyCycles, simulateEvents, tick, totalCycles } from '../../sim/core/index.js';
import { simulate } from '../../sim/fabric/index.js';
import { publishedProgram } from '../helpers/fabric-design.js';

/** 28 040 us at 299.9997 MHz, measured on an Ultra96 for both networks (facts/bnn-pynq.md section 5). */
const MEASURED_CYCLES = 8_411_992;
const IMAGES = 10_000;

describe('LFC', () => {
  for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
    it(`takes the measured cycles within 0.05 % for 10 000 images of ${name}`, () => {
      const { cycles } = simulateEvents(publishedProgram(name, IMAGES).pipeline);
      expect(cycles / MEASURED_CYCLES).to.be.closeTo(1, 0.0005);
    });
  }

  it('takes the same cycles at 100 MHz, and three times as long', () => {
    const ultra96 = simulate(publishedProgram('lfc-w1a1', IMAGES, 'ultra96'), 'event');
    for (const board of ['pynq-z1', 'pynq-z2']) {
      const pynq = simulate(publishedProgram('lfc-w1a1', IMAGES, board), 'event');
      expect(pynq.cycles).to.equal(ultra96.cycles);
      expect(pynq.microseconds / ultra96.microseconds).to.be.closeTo(2.999997, 1e-9);
    }
  });

  it('takes the ideal 512 cycles an image where FIFOs hold 64 words', () => {
    const deep = { inter0: 64, inter1: 64, inter2: 64 };
    const cycles = (images: number) =>
      simulateEvents(publishedProgram('lfc-w1a1', images, 'ultra96', deep).pipeline).cycles;
    expect((cycles(1000) - cycles(500)) / 500).to.equal(512);
  });

  it('takes 512 cycles an image in the analytic estimate, which knows no FIFO', () => {
    const { cycles, cyclesPerImage, bottleneck } = simulate(publishedProgram('lfc-w1a1', IMAGES), 'analytic');
    expect([cycles, cyclesPerImage]).to.deep.equal([512 * IMAGES, 512]);
    expect(bottleneck).to.include({ layer: 'L1', cause: 'busy' });
  });

  for (const [name, images] of [
    ['lfc-w1a1', 200],
    ['lfc-w1a2', 37],
    ['lfc-w1a2', 1],
  ] as const) {
    it(`takes the same cycles in every engine for ${images} images of ${name}, cause by cause`, () => {
      const { pipeline } = publishedProgram(name, images);
      const ticked = tick(pipeline);
      expect(simulateEvents(pipeline)).to.deep.equal(ticked);
      expect(simulateEvents(pipeline, { steadyState: false })).to.deep.equal(ticked);
    });
  }

  it('settles at 841 cycles an image, however long the batch', () => {
    const cycles = (images: number) => simulateEvents(publishedProgram('lfc-w1a1', images).pipeline).cycles;
    expect((cycles(100_000_000) - cycles(IMAGES)) / (100_000_000 - IMAGES)).to.equal(841);
  });

  it('takes the same cycles with the steady state carried forward as with every image computed', () => {
    const { pipeline } = publishedProgram('lfc-w1a1', 2000);
    expect(simulateEvents(pipeline)).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
  });

  it('has a cause for every cycle of every block, and is busy for exactly its work', () => {
    const { pipeline } = publishedProgram('lfc-w1a1', IMAGES);
    const { cycles, blocks } = simulateEvents(pipeline);
    blocks.forEach(({ causes }, index) => {
      expect(totalCycles(causes)).to.equal(cycles);
      const work = pipeline.blocks[index].loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
      expect(causes.busy).to.equal(work);
    });
  });

  it('fills the three inner FIFOs and the one from memory, never beyond their depths', () => {
    const { streams } = simulateEvents(publishedProgram('lfc-w1a1', IMAGES).pipeline);
    for (const { depth, highWater } of streams) expect(highWater).to.be.within(1, depth);
    const full = streams.filter(({ depth, highWater }) => highWater === depth).map(({ name }) => name);
    expect(full).to.include.members(['memIn', 'inter0', 'inter1', 'inter2']);
  });

  it('has its first result when the words of later images, or the end of the batch, have pushed it out', () => {
    const alone = simulate(publishedProgram('lfc-w1a1', 1), 'event');
    expect(alone.firstImageCycles).to.equal(alone.cycles);
    expect(simulate(publishedProgram('lfc-w1a1', 200), 'event').firstImageCycles).to.be.above(alone.firstImageCycles);
  });
});
