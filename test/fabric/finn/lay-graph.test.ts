import { expect } from 'chai';
import {
  compile,
  fabricGraph,
  loadBoard,
  loadLibrary,
  type Overlay,
  parseOverlay,
  simulate,
} from '../../../sim/fabric/index.js';
import type { Network } from '../../../sim/nn/network.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { inputErrorOf } from '../../helpers/input-error.js';

const HEAD = `
schema: qcycle.network/1
name: small
input: { shape: [32, 32, 2], type: { bits: 8, encoding: signed }, range: [-128, 127] }
layers:
`;
const MATRIX = 'activation: { bits: 8, encoding: signed }, requantize: { rule: scale }';
/** A 3 x 3 convolution of the input and the input itself are added, and the channels are averaged and classified. */
const RESIDUAL = `
  - { name: conv, op: integerConvolution, outputChannels: 2, kernel: 3, padding: 1, ${MATRIX} }
  - { name: sum, op: add, inputs: [conv, input], activation: { bits: 8, encoding: signed } }
  - { name: mean, op: mean, activation: { bits: 8, encoding: signed } }
  - { name: flat, op: reshape, shape: [2] }
  - { name: full, op: integerFullyConnected, outputFeatures: 4, ${MATRIX} }
  - { name: classes, op: softmax, activation: { bits: 8, encoding: unsigned } }
`;

const network = networkOf(RESIDUAL);
const library = loadLibrary('finn');
const board = loadBoard('pynq-z1');
const overlay: Overlay = {
  network: 'small',
  library: 'finn',
  boards: [],
  source: '',
  layers: [
    { name: 'conv', pe: 2, simd: 2 },
    { name: 'full', pe: 1, simd: 1 },
  ],
  fifos: {},
  widths: {},
};

function networkOf(layers: string): Network {
  return parseNetwork(`${HEAD}${layers}`, 'small.yaml').network;
}

function unitsOf(given: Overlay): Record<string, readonly string[]> {
  const { placements } = compile({ network, board, library, overlay: given, images: 1 });
  return Object.fromEntries(placements.map(({ layer, units }) => [layer.name, units]));
}

describe('a network of integers in library finn', () => {
  it("becomes units: reshapes are none, and a softmax is the host's", () => {
    const { nodes, host } = fabricGraph(network);
    expect(nodes.map(({ layer, reads }) => [layer.name, ...reads])).to.deep.equal([
      ['conv', 'input'],
      ['sum', 'conv', 'input'],
      ['mean', 'sum'],
      ['full', 'mean'],
    ]);
    expect(host.map(({ name }) => name)).to.deep.equal(['classes']);
    const { conv, mean } = unitsOf(overlay);
    expect(conv).to.include.members(['conv.pad', 'conv.swg', 'conv', 'conv.scale.accept', 'inter0.fifo.accept']);
    expect(mean).to.include.members(['mean', 'mean.scale.accept']);
  });

  it('has FIFOs behind a fork that hold a whole frame, and others of the least depth', () => {
    const { fifos, fifoDepths } = compile({ network, board, library, overlay, images: 1 });
    expect(Object.fromEntries(fifos.map((name, index) => [name, fifoDepths[index]]))).to.deep.equal({
      memIn: 2,
      'memIn.conv': 256,
      'memIn.sum': 256,
      inter0: 2,
      'sum.inter': 2,
      'mean.inter': 2,
      memOut: 2,
    });
  });

  it('names the deadlock of a bypass that is too short', () => {
    const fifos = { 'memIn.conv': 2, 'memIn.sum': 2 };
    const run = () =>
      simulate(compile({ network, board, library, overlay: { ...overlay, fifos }, images: 2 }), 'event');
    expect(inputErrorOf(run)).to.match(/^deadlock in cycle \d+, circle: .*memIn\.sum\.fifo/);
  });

  it('gives layers without weights the fewest lanes that keep up, unless the folding names them', () => {
    const widths = (given: Overlay) => {
      const { pipeline } = compile({ network, board, library, overlay: given, images: 1 });
      return pipeline.streams.filter(({ name }) => name === 'sum.added').map(({ bits }) => bits);
    };
    expect(widths(overlay)).to.deep.equal([8]);
    const layers = [...overlay.layers, { name: 'sum', pe: 2, simd: 1 }];
    expect(widths({ ...overlay, layers })).to.deep.equal([16]);
  });

  const FOLDING = 'schema: qcycle.overlay/1\nnetwork: small\nlibrary: finn\nlayers:\n';
  const CONV = '  - { name: conv, pe: 2, simd: 2 }\n  - { name: full, pe: 1, simd: 1 }\n';
  const REFUSED: readonly (readonly [string, string, string])[] = [
    [
      'lanes that do not divide the channels',
      '  - { name: sum, pe: 3, simd: 1 }\n',
      '7:5: layers.2: sum: PE=3 does not divide MH=2; try 2',
    ],
    [
      'a layer that has no lanes',
      '  - { name: flat, pe: 1, simd: 1 }\n',
      '7:13: layers.2.name: flat is a reshape, which has no folding, allowed: conv, sum, mean, full',
    ],
    ['DSPs of a layer without a matrix', 'dsp: [sum]\n', '7:7: dsp.0: no layer sum with a matrix, allowed: conv, full'],
  ];
  for (const [what, line, message] of REFUSED) {
    it(`has no folding with ${what}`, () => {
      const refusal = inputErrorOf(() => parseOverlay(`${FOLDING}${CONV}${line}`, 'fold.yaml', network));
      expect(refusal).to.include(message);
    });
  }

  const UNFIT: readonly (readonly [string, string, string])[] = [
    [
      'a layer behind a softmax',
      `${RESIDUAL}  - { name: more, op: rescale, activation: { bits: 8, encoding: signed } }\n`,
      'layer more: rescale behind classes, allowed: nothing, as the host does that',
    ],
    [
      'groups that are not depthwise',
      `  - { name: conv, op: integerConvolution, outputChannels: 4, groups: 2, kernel: 1, ${MATRIX} }\n`,
      'layer conv: found 2 groups, allowed: 1, or 2 with as many output channels (block library finn)',
    ],
    [
      'a concatenation along rows',
      '  - { name: both, op: concat, inputs: [input, input], axis: 0 }\n',
      'layer both: found a concatenation along axis 0, allowed: 2, the channels (block library finn)',
    ],
  ];
  for (const [what, layers, message] of UNFIT) {
    it(`is refused with ${what}`, () => {
      const unfit = networkOf(layers);
      const folded = unfit.layers
        .filter(({ op }) => op.startsWith('integer'))
        .map(({ name }) => ({ name, pe: 1, simd: 1 }));
      const design = { network: unfit, board, library, overlay: { ...overlay, layers: folded }, images: 1 };
      expect(inputErrorOf(() => compile(design))).to.equal(message);
    });
  }
});
