import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import {
  type FabricBoard,
  type HlsLibrary,
  hlsResourceModel,
  type Overlay,
  publishedOverlay,
} from '../../fabric/index.js';
import { isMatrixLayer, type Network } from '../../nn/network.js';
import { type MemberResult, type MemberWork, memberWork } from '../member-work.js';
import { keeps, type Member } from './member.js';
import {
  type Candidate,
  Conversions,
  candidateOf,
  cheapestFoldings,
  intervalOf,
  paretoOf,
  reachableIntervals,
} from './search.js';
import { setFolding } from './set-folding.js';
import { type Cost, type FoldingSpace, foldingSpace, type Option } from './space.js';

/** What is to be best: frames a second, LUTs, or the stand-in for energy. */
export const OBJECTIVES = ['fps', 'lut', 'energy-proxy'] as const;
export type Objective = (typeof OBJECTIVES)[number];

export interface ExploreOptions {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly library: HlsLibrary;
  readonly objective: Objective;
  readonly targetFps?: number;
  /** Default: what the board's device has. */
  readonly budget?: Partial<Budget3>;
  /** Foldings that are simulated. */
  readonly members: number;
}

/** A budget of all that is modelled. */
export interface Budget3 extends Cost {
  readonly dsp: number;
}

/** What an exploration finds out (schema qcycle.explore/1). */
export interface Exploration {
  readonly schema: 'qcycle.explore/1';
  readonly qcycle: string;
  readonly network: string;
  readonly board: string;
  readonly clockMHz: number;
  readonly library: string;
  readonly objective: Objective;
  readonly targetFps: number | null;
  readonly budget: Budget3;
  readonly search: {
    /** Legal foldings. */
    readonly foldings: number;
    /** Intervals that they can have. */
    readonly intervals: number;
    /** Cheapest foldings within the budget. */
    readonly pareto: number;
    readonly simulated: number;
    readonly seconds: { readonly search: number; readonly simulation: number };
  };
  /** What others made of the network: the published overlay, and FINN's SetFolding on the same budget. */
  readonly references: readonly Member[];
  /** The best first. */
  readonly members: readonly Member[];
  readonly best: string | null;
}

/** Performs works, and gives their results in the same order. */
export type PerformMembers = (works: readonly MemberWork[]) => Promise<MemberResult[]>;

/** Words that pass in an image of a pipeline whose FIFOs are sized with full effort for every member. */
const SMALL_PIPELINE_WORDS = 20_000;
/** Members whose FIFOs are sized with more effort at a time, until one keeps the budget. */
const REFINED = 2;

/**
 * Finds the best folding of a network on a board. Exact for the resource model: of every interval the cheapest foldings. The
 * best of them are then simulated, with FIFOs that lose nothing, and ranked by what that gives.
 * @throws InputError for a budget or a target that cannot be reached; it tells what can
 */
export async function explore(options: ExploreOptions, perform: PerformMembers): Promise<Exploration> {
  const exploration = new Explorer(options, perform);
  return exploration.run();
}

class Explorer {
  private readonly model = hlsResourceModel();
  private readonly conversions = new Conversions(this.model);
  private readonly space: FoldingSpace;
  private readonly budget: Budget3;

  constructor(
    private readonly options: ExploreOptions,
    private readonly perform: PerformMembers,
  ) {
    const { network, board, library, budget } = options;
    const { lut, bram36, dsp } = board.resources;
    this.budget = { lut: lut.value, bram18: 2 * bram36.value, dsp: dsp.value, ...budget };
    this.space = foldingSpace(network, board, library, this.model);
  }

  async run(): Promise<Exploration> {
    const { network, board, library, objective, targetFps } = this.options;
    const from = performance.now();
    const cheapest = cheapestFoldings(this.space, this.model, this.budget);
    const chosen = this.choose(cheapest);
    const searched = performance.now();
    const members = await this.simulateBest(chosen);
    const references = await this.references();
    const simulated = performance.now();
    const best = members.find(({ fits }) => fits);
    const pareto = paretoNames([...members, ...references]);
    const marked = (designs: readonly Member[]) =>
      designs.map((design) => ({ ...design, pareto: pareto.has(design.name) }));
    return {
      schema: 'qcycle.explore/1',
      qcycle: packageVersion(),
      network: network.name,
      board: board.name,
      clockMHz: board.clock.frequencyHz / 1e6,
      library: library.name,
      objective,
      targetFps: targetFps ?? null,
      budget: this.budget,
      search: {
        foldings: this.space.layers.reduce((product, { options: { length } }) => product * length, 1),
        intervals: reachableIntervals(this.space).length,
        pareto: cheapest.length,
        simulated: members.length + references.length,
        seconds: { search: (searched - from) / 1000, simulation: (simulated - searched) / 1000 },
      },
      references: marked(references),
      members: marked(members),
      best: best?.name ?? null,
    };
  }

  /** The foldings that are worth simulating, one of each interval, the best first. */
  private choose(cheapest: readonly Candidate[]): Candidate[] {
    if (cheapest.length === 0) throw this.beyondBudget();
    const { targetFps, objective, members } = this.options;
    const cost = (candidate: Candidate) => (objective === 'fps' ? this.partOfBudget(candidate) : candidate.lut);
    const chosen = new Map<number, Candidate>();
    for (const candidate of cheapest) {
      const known = chosen.get(candidate.intervalCycles);
      if (known === undefined || cost(candidate) < cost(known)) chosen.set(candidate.intervalCycles, candidate);
    }
    const fastEnough = [...chosen.values()].filter(
      ({ intervalCycles }) => targetFps === undefined || this.framesPerSecond(intervalCycles) >= targetFps,
    );
    if (fastEnough.length === 0) throw this.beyondTarget(Math.min(...chosen.keys()));
    const byInterval = (a: Candidate, b: Candidate) => a.intervalCycles - b.intervalCycles;
    const byLut = (a: Candidate, b: Candidate) => a.lut - b.lut;
    return fastEnough.sort(objective === 'fps' ? byInterval : byLut).slice(0, members);
  }

  /** Simulates candidates and ranks them; the FIFOs of the best are sized with more effort until one keeps the budget. */
  private async simulateBest(candidates: readonly Candidate[]): Promise<Member[]> {
    const effort = this.isSmall() ? 'minimal' : 'alike';
    const results = await this.simulate(candidates, effort);
    let ranked = this.rank(
      candidates.map((candidate, index) => this.member(`m${index + 1}`, candidate, results[index])),
    );
    if (effort === 'minimal') return ranked;
    for (let first = 0; first < ranked.length; first += REFINED) {
      const refined = ranked.slice(first, first + REFINED);
      const again = refined.map(({ name }) => candidates[Number(name.slice(1)) - 1]);
      const better = await this.simulate(again, 'rough');
      const members = refined.map(({ name }, index) => this.member(name, again[index], better[index]));
      ranked = ranked.map((member) => members.find(({ name }) => name === member.name) ?? member);
      if (members.some(({ fits }) => fits)) break;
    }
    return this.rank(ranked);
  }

  private simulate(candidates: readonly Candidate[], effort: MemberWork['fifos']): Promise<MemberResult[]> {
    const { network, board, library } = this.options;
    return this.perform(
      candidates.map(({ options }) =>
        memberWork({ network, board, library, overlay: this.overlayOf(options) }, effort),
      ),
    );
  }

  private isSmall(): boolean {
    const { layers } = this.options.network;
    const words = layers
      .filter(isMatrixLayer)
      .map((layer) => layer.mw * (layer.outputShape.reduce((a, b) => a * b, 1) / layer.mh));
    return words.reduce((sum, each) => sum + each, 0) <= SMALL_PIPELINE_WORDS;
  }

  /** Those that keep budget and target first, then by the objective. */
  private rank(members: readonly Member[]): Member[] {
    const { objective } = this.options;
    const value: Record<Objective, (member: Member) => number> = {
      fps: ({ intervalCycles }) => intervalCycles,
      lut: ({ resources }) => resources.lut,
      'energy-proxy': ({ energyProxy }) => energyProxy,
    };
    return [...members].sort(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        value[objective](a) - value[objective](b) ||
        a.resources.lut - b.resources.lut,
    );
  }

  private member(name: string, { options, intervalCycles }: Candidate, result: MemberResult): Member {
    const { network, targetFps } = this.options;
    const framesPerSecond = this.framesPerSecond(result.intervalCycles);
    const layers = this.space.layers.flatMap(({ name: layer }, index) => {
      const { folding, cycles, lut, bram18 } = options[index];
      return folding === undefined ? [] : [{ name: layer, ...folding, cycles, lut: Math.round(lut), bram18 }];
    });
    return {
      ...result,
      name,
      analyticIntervalCycles: intervalCycles,
      framesPerSecond,
      energyProxy: energyProxy(network, options),
      fits: keeps(result.resources, this.budget) && (targetFps === undefined || framesPerSecond >= targetFps),
      pareto: true,
      layers,
    };
  }

  private async references(): Promise<Member[]> {
    const { network, board, library } = this.options;
    const published = publishedOverlay(network);
    const found: [name: string, options: readonly Option[], overlay: Overlay, fifos: MemberWork['fifos']][] = [];
    if (published !== undefined) {
      const options = this.optionsOf(published);
      if (options !== undefined) found.push(['published', options, published, 'given']);
    }
    const finn = this.bestSetFolding();
    if (finn !== undefined) {
      found.push(['SetFolding', finn, this.overlayOf(finn), this.isSmall() ? 'minimal' : 'alike']);
    }
    const works = found.map(([, , overlay, fifos]) => memberWork({ network, board, library, overlay }, fifos));
    const results = await this.perform(works);
    return found.map(([name, options], index) => {
      const intervalCycles = intervalOf(options, this.space);
      return this.member(name, { options, intervalCycles, lut: 0, bram18: 0 }, results[index]);
    });
  }

  /** The fastest that FINN's policy makes of any target within the budget. */
  private bestSetFolding(): Option[] | undefined {
    const { layers } = this.options.network;
    const weightBits = layers.map((layer) => (isMatrixLayer(layer) ? layer.weightType.bits : 0));
    let best: Option[] | undefined;
    for (const interval of reachableIntervals(this.space)) {
      const options = setFolding(this.space, interval + 1, weightBits);
      const candidate = candidateOf(options, this.space, this.conversions);
      if (candidate === undefined || candidate.lut > this.budget.lut || candidate.bram18 > this.budget.bram18) continue;
      best = options;
    }
    return best;
  }

  private optionsOf({ layers }: Overlay): Option[] | undefined {
    const options = this.space.layers.map(({ name, options }) => {
      const folding = layers.find((layer) => layer.name === name);
      return options.find((option) => option.folding?.pe === folding?.pe && option.folding?.simd === folding?.simd);
    });
    return options.every((option) => option !== undefined) ? options : undefined;
  }

  private overlayOf(options: readonly Option[]): Overlay {
    const { network, library } = this.options;
    const layers = this.space.layers.flatMap(({ name }, index) => {
      const { folding } = options[index];
      return folding === undefined ? [] : [{ name, ...folding }];
    });
    return {
      network: network.name,
      library: library.name,
      boards: [],
      source: 'qcycle explore',
      layers,
      fifos: {},
      widths: {},
    };
  }

  /** Of the scarcer resource: what is left is for FIFOs. */
  private partOfBudget({ lut, bram18 }: Cost): number {
    return Math.max(lut / this.budget.lut, bram18 / this.budget.bram18);
  }

  private framesPerSecond(intervalCycles: number): number {
    return this.options.board.clock.frequencyHz / intervalCycles;
  }

  private beyondBudget(): InputError {
    const unlimited = { lut: Number.POSITIVE_INFINITY, bram18: Number.POSITIVE_INFINITY };
    const nearest = cheapestFoldings(this.space, this.model, unlimited).reduce((best, other) =>
      this.partOfBudget(other) < this.partOfBudget(best) ? other : best,
    );
    const { lut, bram18 } = this.budget;
    const reachable = `lut=${Math.ceil(nearest.lut)},bram=${Math.ceil(nearest.bram18) / 2}`;
    return new InputError(
      `no folding of ${this.options.network.name} keeps the budget lut=${lut},bram=${bram18 / 2}; the nearest reachable: ${reachable}`,
    );
  }

  private beyondTarget(intervalCycles: number): InputError {
    const { network, targetFps, board } = this.options;
    const reachable = Math.floor(this.framesPerSecond(intervalCycles));
    return new InputError(
      `no folding of ${network.name} reaches ${targetFps} frames/s on ${board.name} within the budget; the nearest reachable: ${reachable}`,
    );
  }
}

/** Names of the designs than which none is as fast and as cheap, and better in one. */
function paretoNames(designs: readonly Member[]): Set<string> {
  const costs = designs.map(({ name, intervalCycles, resources }) => ({ name, intervalCycles, ...resources }));
  return new Set(paretoOf(costs).map(({ name }) => name));
}

function energyProxy({ layers }: Network, options: readonly Option[]): number {
  return layers.reduce((sum, layer, index) => {
    const { folding, mvtuCycles } = options[index];
    if (!isMatrixLayer(layer) || folding === undefined) return sum;
    return sum + folding.pe * folding.simd * layer.weightType.bits * layer.inputType.bits * mvtuCycles;
  }, 0);
}
