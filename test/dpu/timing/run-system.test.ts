import { expect } from 'chai';
import fc from 'fast-check';
import {
  compileDpu,
  DPU_CAUSES,
  type DpuBoard,
  type DpuProgram,
  loadDpuBoard,
  simulateDpu,
  timeJob,
} from '../../../sim/dpu/index.js';
import { bytesOf } from '../../../sim/dpu/timing/workload.js';
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
        expect(timeJob(job, { executed: () => {} })).to.deep.equal(timeJob(job));
      }),
      { numRuns: 10 },
    );
  });

  it('should let what is simulated stand for all images, and more of them take longer', () => {
    fc.assert(
      fc.property(
        smallDpuNetwork,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        work,
        (network, threads, images, hostWork) => {
          const job = { program: compileDpu(network, zcu102), board: zcu102, threads, hostWork };
          const { cycles, runs } = timeJob({ ...job, images });
          const stoodFor = runs.reduce((sum, run) => sum + (run.subgraph === 0 ? run.images : 0), 0);
          expect(stoodFor).to.be.closeTo(images, 1e-6);
          expect(timeJob({ ...job, images: images + threads }).cycles).to.be.above(cycles);
        },
      ),
      { numRuns: 30 },
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

describe('several DPU cores on one memory', () => {
  /** The board with so many bytes a second for all, ports that are alike, and a core of the host for every thread. */
  function withMemory(bytesPerSecond: number): DpuBoard {
    const board = structuredClone(zcu102);
    const { costs } = board;
    const set = (name: keyof typeof costs, value: number) => ({ [name]: { ...costs[name], value } });
    return {
      ...board,
      hostCores: { ...board.hostCores, value: 2 * board.cores.length },
      costs: {
        ...costs,
        ...set('ddrBytesPerSecond', bytesPerSecond),
        ...set('coherentRate', 1),
        ...set('coherentLatency', 0),
      },
    };
  }

  const intervalOf = (program: DpuProgram, board: DpuBoard) =>
    timeJob({ program, board, images: 1e6, threads: 2 * board.cores.length, hostWork: 'endToEnd' }).intervalCycles;

  it('should be as many times as fast as one, where there is memory enough for all', () => {
    fc.assert(
      fc.property(smallDpuNetwork, (network) => {
        const board = withMemory(1e15);
        const program = compileDpu(network, board);
        const alone = { ...board, cores: board.cores.slice(0, 1) };
        expect(3 * intervalOf(program, board)).to.be.closeTo(intervalOf(program, alone), 1);
      }),
      { numRuns: 10 },
    );
  });

  it('should not move more bytes than the memory gives', () => {
    fc.assert(
      fc.property(smallDpuNetwork, fc.integer({ min: 1e7, max: 1e9 }), (network, bytesPerSecond) => {
        const board = withMemory(bytesPerSecond);
        const program = compileDpu(network, board);
        const instructions = program.parts.flatMap((part) => (part.on === 'dpu' ? part.instructions : []));
        const bytes = instructions.reduce((sum, instruction) => sum + bytesOf(instruction), 0);
        const least = (bytes / bytesPerSecond) * board.clock.frequencyHz;
        expect(intervalOf(program, board)).to.be.at.least(0.98 * least);
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
          const rates = new Ddr({ latencies: ports.map(() => 0), loadRates, saveRates, capacity }).rates(active);
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
