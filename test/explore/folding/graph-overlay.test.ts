import { expect } from 'chai';
import fc from 'fast-check';
import {
  boardBudget,
  type ChainGeometry,
  chosenOverlay,
  explore,
  graphFolding,
  graphOverlay,
  graphSpace,
  layersOf,
} from '../../../sim/explore/index.js';
import { performMember } from '../../../sim/explore/member-work.js';
import { compile, designResources, fabricGraph, loadBoard, loadLibrary } from '../../../sim/fabric/index.js';
import { elements, type Network } from '../../../sim/nn/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFrom } from '../../helpers/random-layer.js';

const board = loadBoard('pynq-z1');
const library = loadLibrary('finn');
const few = fc.constantFrom(1, 2, 4);

function networkOf(geometry: ChainGeometry, weightBits: number, activationBits: number): Network {
  const layers = layersOf(geometry, { weightBits, activationBits });
  const { inputShape: shape, inputType: type } = layers[0];
  const input = { shape, type, pixels: { rule: 'codes' as const }, paddedFeatures: elements(shape) };
  return { name: 'chain', description: '', input, classes: [], classRule: 'none', layers };
}

const chains = fc
  .record({
    side: fc.constantFrom(4, 6),
    channels: few,
    widths: fc.tuple(few, few),
    bits: fc.tuple(few, few),
    seed: fc.nat(),
  })
  .map(({ side, channels, widths, bits, seed }) => {
    const geometry: ChainGeometry = {
      input: [side, side, channels],
      layers: [
        { op: 'convolution', name: 'a', channels: widths[0], kernel: 3, padding: 1 },
        { op: 'maxPool', name: 'p', kernel: 2 },
        { op: 'fullyConnected', name: 'b', features: 2 * widths[1] },
      ],
    };
    return { network: networkOf(geometry, 2 * bits[0], 2 * bits[1]), seed };
  });

describe('a folding in library finn', () => {
  it('costs what the compiled design costs', () => {
    fc.assert(
      fc.property(chains, ({ network, seed }) => {
        const random = randomFrom(seed);
        const space = graphSpace(fabricGraph(network).nodes, board, library);
        const options = space.layers.map((layer) => layer.options[random(layer.options.length)]);
        const overlay = graphOverlay(network, space, { options }, '');
        const { cost } = graphFolding(options, space, boardBudget(board));
        const { lut, bram18, dsp } = designResources(compile({ network, board, library, overlay, images: 1 }));
        expect({ lut: Math.round(lut), bram18, dsp }).to.deep.equal({ ...cost, lut: Math.round(cost.lut) });
      }),
      { numRuns: 15 },
    );
  });

  it('that is chosen for a board fits it, and its FIFOs lose nothing', () => {
    fc.assert(
      fc.property(chains, ({ network }) => {
        const { overlay, cost, fits } = chosenOverlay(network, board);
        expect(fits).to.equal(true);
        expect(cost.lut).to.be.at.most(boardBudget(board).lut);
        const work = { kind: 'member', network, board, library, overlay } as const;
        const given = performMember({ ...work, fifos: 'given' });
        expect(given.intervalCycles).to.equal(performMember({ ...work, fifos: 'alike' }).intervalCycles);
      }),
      { numRuns: 5 },
    );
  });
});

describe('explore in library finn', () => {
  const network = networkOf(
    { input: [6, 6, 4], layers: [{ op: 'convolution', name: 'a', channels: 8, kernel: 3, padding: 1 }] },
    4,
    4,
  );
  const options = { network, board, library, objective: 'fps' as const, members: 3 };
  const perform = async (works: Parameters<typeof performMember>[0][]) => works.map(performMember);

  it('gives foldings of different intervals, the fastest first, that keep the budget', async () => {
    const { members, best } = await explore(options, (works) => perform([...works]));
    expect(members).to.have.length(3);
    expect(best).to.equal(members[0].name);
    const intervals = members.map(({ intervalCycles }) => intervalCycles);
    expect(intervals).to.deep.equal([...intervals].sort((a, b) => a - b));
    expect(new Set(members.map(({ analyticIntervalCycles }) => analyticIntervalCycles)).size).to.equal(3);
  });

  it('refuses a budget that cannot be reached, with the nearest that can', async () => {
    const refused = await explore({ ...options, budget: { bram18: 1 } }, (works) => perform([...works])).catch(
      (error) =>
        inputErrorOf(() => {
          throw error;
        }),
    );
    expect(refused).to.match(
      /^no folding of chain keeps the budget lut=53200,bram=0.5,dsp=220; the nearest reachable: /,
    );
  });
});
