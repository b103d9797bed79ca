import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Candidate,
  Conversions,
  type Cost,
  candidateOf,
  cheapestFoldings,
  type FoldingSpace,
  foldingSpace,
  paretoOf,
  reachableIntervals,
  setFolding,
} from '../../../sim/explore/index.js';
import {
  compile,
  designUsage,
  hlsResourceModel,
  loadBoard,
  loadLibrary,
  type Overlay,
} from '../../../sim/fabric/index.js';
import { isMatrixLayer, loadNamedNetwork, type Network } from '../../../sim/nn/index.js';
import { withoutParameters } from '../../../sim/nn/with-parameters.js';
import { randomDesign } from '../../helpers/random-design.js';

const board = loadBoard('pynq-z1');
const library = loadLibrary('hls');
const model = hlsResourceModel();
const UNLIMITED: Cost = { lut: Number.POSITIVE_INFINITY, bram18: Number.POSITIVE_INFINITY };
/** Most foldings that are all tried. */
const MOST = 20_000;

/** Every folding, one by one. */
function everyFolding(space: FoldingSpace): Candidate[] {
  const conversions = new Conversions(model);
  let beginnings: Candidate['options'][] = [[]];
  for (const { options } of space.layers) {
    beginnings = beginnings.flatMap((before) => options.map((option) => [...before, option]));
  }
  return beginnings.flatMap((options) => candidateOf(options, space, conversions) ?? []);
}

const costs = (candidates: readonly Candidate[]) =>
  candidates.map(({ intervalCycles, lut, bram18 }) => [intervalCycles, lut.toFixed(6), bram18]).sort();

/** Small networks whose foldings can all be tried. */
const smallNetwork = randomDesign()
  .map(({ design }) => withoutParameters(design.network))
  .filter((network) => {
    const space = spaceOf(network);
    return space !== undefined && space.layers.reduce((product, { options }) => product * options.length, 1) <= MOST;
  });

function spaceOf(network: Network): FoldingSpace | undefined {
  try {
    return foldingSpace(network, board, library, model);
  } catch {
    return undefined;
  }
}

function overlayOf(network: Network, { options }: Candidate): Overlay {
  const layers = network.layers.flatMap(({ name }, index) => {
    const { folding } = options[index];
    return folding === undefined ? [] : [{ name, ...folding }];
  });
  return {
    network: network.name,
    library: 'hls',
    boards: [],
    source: '',
    layers,
    fifos: { memIn: 2, memOut: 2 },
    widths: {},
  };
}

describe('the cheapest foldings', () => {
  it('are those that trying every folding finds, with and without a budget', () => {
    fc.assert(
      fc.property(smallNetwork, fc.double({ min: 0, max: 1, noNaN: true }), (network, part) => {
        const space = spaceOf(network)!;
        const all = everyFolding(space);
        expect(costs(cheapestFoldings(space, model, UNLIMITED))).to.deep.equal(costs(paretoOf(all)));
        const luts = all.map(({ lut }) => lut);
        const budget = { lut: Math.min(...luts) + part * (Math.max(...luts) - Math.min(...luts)), bram18: 40 };
        const within = all.filter(({ lut, bram18 }) => lut <= budget.lut && bram18 <= budget.bram18);
        expect(costs(cheapestFoldings(space, model, budget))).to.deep.equal(costs(paretoOf(within)));
      }),
      { numRuns: 60 },
    );
  });

  it('cost what the compiled design costs, and take as long as its slowest unit', () => {
    fc.assert(
      fc.property(smallNetwork, fc.nat(), (network, pick) => {
        const found = cheapestFoldings(spaceOf(network)!, model, UNLIMITED);
        const candidate = found[pick % found.length];
        const program = compile({ network, board, library, overlay: overlayOf(network, candidate), images: 1 });
        const { lut, bram18 } = designUsage(program).resources(model.constants);
        expect(candidate.lut).to.be.closeTo(lut, 1e-6 * lut);
        expect(candidate.bram18).to.equal(bram18);
        const ideal = Math.max(...program.placements.map(({ idealCycles }) => idealCycles));
        expect(candidate.intervalCycles).to.be.at.least(ideal);
      }),
      { numRuns: 60 },
    );
  });

  it('of LFC include one that is as fast as the published one for fewer LUTs', () => {
    const space = foldingSpace(loadNamedNetwork('lfc-w1a1'), board, library, model);
    const found = cheapestFoldings(space, model, { lut: 26_994, bram18: 220 });
    expect(Math.min(...found.map(({ intervalCycles }) => intervalCycles))).to.equal(512);
  });
});

describe("FINN's SetFolding", () => {
  it('folds each layer until it is below the target, SIMD first', () => {
    const network = loadNamedNetwork('lfc-w1a1');
    const space = foldingSpace(network, board, library, model);
    const weightBits = network.layers.map((layer) => (isMatrixLayer(layer) ? layer.weightType.bits : 0));
    const foldings = setFolding(space, 1000, weightBits).map(({ folding }) => folding);
    expect(foldings).to.deep.equal([
      { pe: 32, simd: 32 },
      { pe: 64, simd: 32 },
      { pe: 64, simd: 32 },
      { pe: 4, simd: 32 },
    ]);
    for (const target of reachableIntervals(space)) {
      const slowest = Math.max(...setFolding(space, target + 1, weightBits).map(({ cycles }) => cycles));
      expect(slowest).to.be.at.most(Math.max(target, 512));
    }
  });
});
