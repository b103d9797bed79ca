import { expect } from 'chai';
import fc from 'fast-check';
import { architectureOf, compileDpu, type DpuProgram, limitsOfFamily, type Subgraph } from '../../../sim/dpu/index.js';
import { runSystem } from '../../../sim/dpu/timing/run-system.js';
import { type Workload, workloadOf } from '../../../sim/dpu/timing/workload.js';
import { AccessFinder } from '../../helpers/dpu-accesses.js';
import { smallDpuNetwork } from '../../helpers/dpu-networks.js';

/** When each instruction of each subgraph began and ended, where engines and memory are as fast as the numbers say. */
function execute({ parts }: DpuProgram, costs: { latency: number; slowness: number; load: number; save: number }) {
  const subgraphs = parts.filter((part): part is Subgraph => part.on === 'dpu');
  const times = subgraphs.map(({ instructions }) => instructions.map(() => [-1, -1]));
  const job = {
    steps: subgraphs.map((_, subgraph) => ({ on: 'dpu' as const, subgraph, before: 0, behind: 0 })),
    subgraphs: subgraphs.map((part) => ({
      workload: slowed(workloadOf(part), costs.slowness),
      layers: part.layers.length,
    })),
    cores: 1,
    threads: 1,
    hostCores: 1,
    ddr: {
      latencies: [costs.latency],
      loadRates: [costs.load],
      saveRates: [costs.save],
      capacity: costs.load + costs.save,
    },
    images: 1,
    equalParts: false,
  };
  runSystem(job, {
    executed: (_core, _engine, subgraph, instruction, from, to) => {
      times[subgraph][instruction] = [from, to];
    },
  });
  return subgraphs.map(({ instructions }, index) => ({ instructions, times: times[index] }));
}

/** The work of CONV and MISC, which takes so many times as long. */
function slowed(workload: Workload, times: number): Workload {
  return { ...workload, cycles: workload.cycles.map((cycles) => times * cycles) };
}

const latency = fc.integer({ min: 0, max: 200 });
const slowness = fc.integer({ min: 0, max: 40 });
const rate = fc.integer({ min: 1, max: 64 });
const costs = fc.record({ latency, slowness, load: rate, save: rate });

describe('dependency tokens', () => {
  for (const name of ['B4096', 'B512'] as const) {
    it(`should keep every instruction behind those whose results it needs or overwrites, however fast engines are: ${name}`, () => {
      const architecture = architectureOf(name);
      fc.assert(
        fc.property(smallDpuNetwork, costs, (network, given) => {
          const program = compileDpu(network, { architecture, limits: limitsOfFamily() });
          for (const { instructions, times } of execute(program, given)) {
            const finder = new AccessFinder(architecture);
            const [written, read] = [new Map<number, number>(), new Map<number, number>()];
            for (const [index, instruction] of instructions.entries()) {
              const [from, to] = times[index];
              const { reads, writes } = finder.of(instruction);
              const ready = Math.max(0, ...reads.map((cell) => written.get(cell) ?? 0));
              const free = Math.max(0, ...writes.map((cell) => Math.max(written.get(cell) ?? 0, read.get(cell) ?? 0)));
              expect(from).to.be.at.least(Math.max(ready, free), `${index}: ${instruction.op}`);
              for (const cell of reads) read.set(cell, Math.max(to, read.get(cell) ?? 0));
              for (const cell of writes) written.set(cell, to);
            }
          }
        }),
        { numRuns: 12 },
      );
    });

    it(`should be given as often as they are awaited: ${name}`, () => {
      fc.assert(
        fc.property(smallDpuNetwork, (network) => {
          const { parts } = compileDpu(network, { architecture: architectureOf(name), limits: limitsOfFamily() });
          for (const part of parts) {
            if (part.on !== 'dpu') continue;
            const { engines, dpdon, dpdby } = workloadOf(part);
            for (const giver of [0, 1, 2, 3]) {
              for (const taker of [0, 1, 2, 3]) {
                const given = engines.filter((engine, index) => engine === giver && (dpdby[index] >> taker) & 1).length;
                const taken = engines.filter((engine, index) => engine === taker && (dpdon[index] >> giver) & 1).length;
                expect(given).to.equal(taken);
              }
            }
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});
