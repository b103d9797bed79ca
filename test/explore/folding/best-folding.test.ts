import { expect } from 'chai';
import fc from 'fast-check';
import {
  bestFolding,
  boardBudget,
  type ChainGeometry,
  type GeometryLayer,
  type GraphFolding,
  type GraphOption,
  type GraphSpace,
  graphFolding,
  graphIntervals,
  graphSpace,
  layersOf,
  leastPartOfBudget,
  type OperandBits,
} from '../../../sim/explore/index.js';
import { loadBoard, loadLibrary, type OpCost } from '../../../sim/fabric/index.js';

const board = loadBoard('pynq-z1');
const library = loadLibrary('finn');

const VGG_WIDTHS = [16, 16, 0, 32, 32, 0, 64, 64, 64, 0, 128, 128, 128, 0, 128, 128, 128, 0];
/** VGG16 at a quarter of its width; 0 is a pool. */
const vgg16: ChainGeometry = {
  input: [32, 32, 3],
  layers: [
    ...VGG_WIDTHS.map((channels, index): GeometryLayer => {
      const name = `L${index}`;
      if (channels === 0) return { op: 'maxPool', name, kernel: 2 };
      return { op: 'convolution', name, channels, kernel: 3, padding: 1 };
    }),
    { op: 'fullyConnected', name: 'head', features: 10 },
  ],
};

const bits = fc.record({ weightBits: fc.integer({ min: 1, max: 8 }), activationBits: fc.integer({ min: 1, max: 16 }) });
const few = fc.constantFrom(1, 2, 3, 4);
const smallChains: fc.Arbitrary<ChainGeometry> = fc
  .record({
    side: fc.integer({ min: 2, max: 5 }),
    channels: few,
    widths: fc.tuple(few, few),
    kernel: fc.constantFrom(1, 2),
  })
  .map(({ side, channels, widths, kernel }) => ({
    input: [side, side, channels],
    layers: [
      { op: 'convolution', name: 'a', channels: widths[0], kernel, padding: kernel - 1 },
      { op: 'fullyConnected', name: 'b', features: widths[1] },
    ],
  }));

function spaceOf(geometry: ChainGeometry, bits: OperandBits): GraphSpace {
  const nodes = layersOf(geometry, bits).map((layer) => ({ layer, reads: layer.inputs }));
  return graphSpace(nodes, board, library);
}

/** Every folding, one by one. */
function everyFolding(space: GraphSpace, budget: OpCost): GraphFolding[] {
  const choices = space.layers.reduce<GraphOption[][]>(
    (before, { options }) => before.flatMap((chosen) => options.map((option) => [...chosen, option])),
    [[]],
  );
  return choices.map((options) => graphFolding(options, space, budget));
}

describe('bestFolding', () => {
  it('takes as long with wider operands, or longer, and keeps the board where it says so', () => {
    const found = [2, 4, 8].map((n) => bestFolding(vgg16, { weightBits: n, activationBits: n }, board));
    for (const [index, { fits, lut, bram18, dsp, intervalCycles, framesPerSecond }] of found.entries()) {
      const budget = boardBudget(board);
      expect(fits).to.equal(lut <= budget.lut && bram18 <= budget.bram18 && dsp <= budget.dsp);
      expect(intervalCycles).to.be.at.least(found[index - 1]?.intervalCycles ?? 0);
      expect(framesPerSecond).to.be.closeTo(board.clock.frequencyHz / intervalCycles, 1e-6);
    }
  });

  it('says of a network that the board has no room for how near it comes', () => {
    const { fits, bram18, lut, dsp, layers } = bestFolding(vgg16, { weightBits: 8, activationBits: 8 }, board);
    expect(fits).to.equal(false);
    const budget = boardBudget(board);
    expect(Math.max(lut / budget.lut, bram18 / budget.bram18, dsp / budget.dsp)).to.be.within(1, 1.2);
    expect(layers.map(({ name }) => name)).to.deep.equal(vgg16.layers.map(({ name }) => name));
  });
});

describe('leastPartOfBudget', () => {
  it('finds a folding that is fast enough, whose cost is the sum of its parts', () => {
    fc.assert(
      fc.property(smallChains, bits, fc.nat(), (geometry, bits, seed) => {
        const space = spaceOf(geometry, bits);
        const intervals = graphIntervals(space);
        const interval = intervals[seed % intervals.length];
        const found = leastPartOfBudget(space, interval, boardBudget(board))!;
        expect(found.intervalCycles).to.be.at.most(interval);
        expect(found).to.deep.equal(graphFolding(found.options, space, boardBudget(board)));
      }),
      { numRuns: 50 },
    );
  });

  it('comes near the best of all foldings, which it cannot pass', () => {
    fc.assert(
      fc.property(smallChains, bits, fc.nat(), (geometry, bits, seed) => {
        const budget = { lut: 3000, bram18: 20, dsp: 8 };
        const space = spaceOf(geometry, bits);
        const intervals = graphIntervals(space);
        const interval = intervals[seed % intervals.length];
        const found = leastPartOfBudget(space, interval, budget)!.partOfBudget;
        const all = everyFolding(space, budget).filter(({ intervalCycles }) => intervalCycles <= interval);
        const best = Math.min(...all.map(({ partOfBudget }) => partOfBudget));
        expect(found).to.be.within(best - 1e-9, 1.1 * best);
      }),
      { numRuns: 60 },
    );
  });

  it('knows that nothing is faster than the fastest folding', () => {
    const space = spaceOf(vgg16, { weightBits: 4, activationBits: 4 });
    const [fastest] = graphIntervals(space);
    expect(leastPartOfBudget(space, fastest - 1, boardBudget(board))).to.equal(undefined);
    expect(leastPartOfBudget(space, fastest, boardBudget(board))).not.to.equal(undefined);
  });
});
