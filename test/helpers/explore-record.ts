import type { ExploreMember, ExploreRecord } from '../../sim/report/records/explore-record.js';

/** Lanes of one layer of a made-up folding. */
const LANES = [1, 2, 4, 8, 16, 32] as const;
const LAYERS = ['L0', 'L1', 'L2'] as const;
const BUDGET = { lut: 20_000, bram18: 100, dsp: 220 };
const CLOCK_MHZ = 100;

/** A made-up result of a search, in the form that `explore --json` writes: more lanes are faster and larger. */
export function exploreExample(): ExploreRecord {
  const members = LANES.flatMap((pe) => LANES.map((simd) => memberOf(`m${pe}-${simd}`, pe, simd)));
  const pareto = members.map((member) => ({
    ...member,
    pareto: !members.some((other) => dominates(other, member)),
  }));
  const fitting = pareto.filter(({ fits }) => fits);
  const best = fitting.reduce((fastest, other) => (other.framesPerSecond > fastest.framesPerSecond ? other : fastest));
  return {
    schema: 'qcycle.explore/1',
    network: 'lfc-w1a1',
    board: 'pynq-z1',
    clockMHz: CLOCK_MHZ,
    library: 'hls',
    objective: 'fps',
    targetFps: 2000,
    budget: BUDGET,
    search: { foldings: 46_656, intervals: 36, pareto: 36, simulated: 36 },
    references: [{ ...memberOf('published', 16, 8), fits: true }],
    members: pareto.sort((a, b) => b.framesPerSecond - a.framesPerSecond),
    best: best.name,
  };
}

function memberOf(name: string, pe: number, simd: number): ExploreMember {
  const analyticIntervalCycles = 1_000_000 / (pe * simd);
  const intervalCycles = analyticIntervalCycles * 1.1;
  const resources = { lut: 2000 + 40 * pe * simd + 300 * pe, bram18: 20 + 3 * pe, dsp: 0 };
  return {
    name,
    analyticIntervalCycles,
    intervalCycles,
    steady: true,
    firstImageCycles: 3 * intervalCycles,
    framesPerSecond: (CLOCK_MHZ * 1e6) / intervalCycles,
    resources,
    energyProxy: 1e9,
    fits: resources.lut <= BUDGET.lut && resources.bram18 <= BUDGET.bram18,
    pareto: true,
    layers: LAYERS.map((layer) => ({ name: layer, pe, simd })),
  };
}

/** At most the other's interval, LUT and BRAM, and less of one. */
function dominates(a: ExploreMember, b: ExploreMember): boolean {
  const [of, over] = [a, b].map(({ intervalCycles, resources: { lut, bram18 } }) => [intervalCycles, lut, bram18]);
  return of.every((value, index) => value <= over[index]) && of.some((value, index) => value < over[index]);
}
