import { expect } from 'chai';
import { CAUSES } from '../../sim/core/index.js';
import { ENGINES } from '../../sim/core/run.js';
import { simulate } from '../../sim/fabric/index.js';
import { publishedProgram } from '../helpers/fabric-design.js';
import { block, loop, pipeline } from '../helpers/hand-made.js';
import { inputErrorOf } from '../helpers/input-error.js';

describe('the timing record', () => {
  const program = publishedProgram('lfc-w1a1', 50);

  for (const engine of ENGINES) {
    it(`of the ${engine} engine hangs together`, () => {
      const record = simulate(program, engine);
      expect(record).to.include({
        network: 'lfc-w1a1',
        machine: 'fabric',
        board: 'ultra96',
        clockMHz: 299.9997,
        engine,
      });
      expect(record.cyclesPerImage * 50).to.equal(record.cycles);
      expect(record.microseconds * 299.9997).to.be.closeTo(record.cycles, 1e-6);
      expect(record.microsecondsPerImage * 50).to.be.closeTo(record.microseconds, 1e-9);
      expect(record.imagesPerSecond * record.microsecondsPerImage).to.be.closeTo(1e6, 1e-3);
      // facts/bnn-pynq.md section 1
      expect(record.ops).to.equal(6_029_312);
      expect(record.layers.map(({ ops }) => ops)).to.deep.equal([1_703_936, 2_097_152, 2_097_152, 131_072]);
      expect(record.layers.map(({ idealCycles }) => idealCycles)).to.deep.equal([416, 512, 512, 512]);
      for (const { ops, macs, cycles, causes, utilization, idealCycles } of record.layers) {
        expect(ops).to.equal(2 * macs);
        expect(cycles).to.equal(record.cycles);
        expect(CAUSES.reduce((sum, cause) => sum + causes[cause], 0)).to.equal(cycles);
        expect(causes.busy).to.equal(50 * idealCycles);
        expect(utilization).to.equal(causes.busy / cycles);
      }
    });
  }

  it('is told as it grows by the engine that takes long', () => {
    const told: number[] = [];
    const { cycles } = simulate(publishedProgram('lfc-w1a1', 200), 'tick', { progress: (images) => told.push(images) });
    expect(told).to.have.length(Math.ceil(cycles / 2 ** 15));
    expect(told[0]).to.equal(0);
    told.slice(1).forEach((images, index) => {
      expect(images).to.be.within(told[index] + 1, 200);
    });
  });

  it('is refused for a pipeline that deadlocks, with what waits for what', () => {
    const starving = pipeline(1, { s: 2 }, [
      block('source', '-> s', loop({ rounds: 1, writes: [[0]] })),
      block('L0', 's ->', loop({ rounds: 2, reads: [[0]] })),
    ]);
    expect(inputErrorOf(() => simulate({ ...program, pipeline: starving }, 'event'))).to.match(
      /^deadlock in cycle 3, chain: L0 -> .*; L0 waits for input on s \(0 of 2 words\)/,
    );
  });
});
