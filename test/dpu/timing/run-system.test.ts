import { expect } from 'chai';
import fc from 'fast-check';
import { compileDpu, DPU_CAUSES, loadDpuBoard, simulateDpu, timeJob } from '../../../sim/dpu/index.js';
import { Ddr } from '../../../sim/dpu/units/ddr.js';
import { smallDpuNetwork } from '../../helpers/dpu-networks.js';

const zcu102 = loadDpuBoard('zcu102');
const work = fc.constantFrom('prepared', 'endToEnd');

describe('the simulation of DPU cores', () => {
  it('should give each cycle one cause: they sum to those of the layers, and these to the run', () => {
    fc.assert(
      fc.property(
        smallDpuNetwork,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 30 }),
        work,
        (network, threads, images, hostWork) => {
          const program = compileDpu(network, zcu102);
          const run = simulateDpu({ program, board: zcu102, images, threads, hostWork });
          for (const { name, causes, cycles, engines = [] } of run.layers) {
            expect(Object.keys(causes).every((cause) => (DPU_CAUSES as readonly string[]).includes(cause))).to.equal(
              true,
            );
            const sum = Object.values(causes).reduce((total, spent) => total + spent, 0);
            expect(sum).to.be.closeTo(cycles, 1e-6 * (1 + cycles), name);
            for (const { busyCycles } of engines) expect(busyCycles).to.be.within(0, cycles);
          }
          const total = run.layers.reduce((sum, { cycles }) => sum + cycles, 0);
          expect(total).to.be.closeTo(run.cycles, 1e-6 * run.cycles);
          expect(run.layers.every(({ cycles }) => cycles >= 0)).to.equal(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('should go on in equal intervals with one thread, however many images are asked for', () => {
    fc.assert(
      fc.property(smallDpuNetwork, fc.integer({ min: 2, max: 100 }), (network, images) => {
        const program = compileDpu(network, zcu102);
        const job = { program, board: zcu102, threads: 1, hostWork: 'prepared' as const };
        const { cycles } = timeJob({ ...job, images: 1 });
        expect(timeJob({ ...job, images }).cycles).to.equal(images * cycles);
      }),
      { numRuns: 10 },
    );
  });

  it('should find the same with somebody watching every instruction, where a core is alone', () => {
    fc.assert(
      fc.property(smallDpuNetwork, fc.integer({ min: 1, max: 4 }), (network, images) => {
        const job = {
          program: compileDpu(network, zcu102),
          board: zcu102,
          images,
          threads: 1,
          hostWork: 'prepared' as const,
        };
        expect(timeJob(job, { executed: () => {} }).system.ends).to.deep.equal(timeJob(job).system.ends);
      }),
      { numRuns: 10 },
    );
  });

  it('should not be slower with six threads than with one, nor more than six times as fast', () => {
    fc.assert(
      fc.property(smallDpuNetwork, (network) => {
        const program = compileDpu(network, zcu102);
        const interval = (threads: number) =>
          timeJob({ program, board: zcu102, images: 1e6, threads, hostWork: 'prepared' }).intervalCycles;
        const [one, six] = [interval(1), interval(6)];
        expect(six).to.be.at.most(one);
        expect(six).to.be.at.least(one / 6);
      }),
      { numRuns: 10 },
    );
  });
});

describe('the memory of DPU cores', () => {
  const limit = fc.integer({ min: 1, max: 40 });

  it('should give nobody more than its ports, all together no more than its capacity, and leave nothing that somebody could take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(limit, limit), { minLength: 1, maxLength: 4 }),
        limit,
        fc.nat(),
        (ports, capacity, seed) => {
          const [loadRates, saveRates] = [ports.map(([load]) => load), ports.map(([, save]) => save)];
          const limits = ports.flat();
          const active = seed % 2 ** limits.length;
          const rates = new Ddr({ loadRates, saveRates, capacity }).rates(active);
          let [sum, wanted] = [0, 0];
          for (const [flow, most] of limits.entries()) {
            const isActive = ((active >> flow) & 1) === 1;
            expect(rates[flow]).to.be.within(isActive ? 1e-9 : 0, isActive ? most : 0);
            sum += rates[flow];
            wanted += isActive ? most : 0;
          }
          expect(sum).to.be.closeTo(Math.min(wanted, capacity), 1e-9 * capacity);
        },
      ),
    );
  });
});
