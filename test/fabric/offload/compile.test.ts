import { expect } from 'chai';
import { compileOffload, loadBoard, offloadOverlayFor } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import type { ConvolutionLayer, Layer, MaxPoolLayer, Network } from '../../../sim/nn/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';
import { OffloadNetwork } from '../../helpers/offload-networks.js';

const dorefanet = loadNamedNetwork('dorefanet');
const tinierYolo = loadNamedNetwork('tinier-yolo');

const board = loadBoard('ultra96');
const w1a2 = offloadOverlayFor(dorefanet)!;

function passesOf(network: Network) {
  return compileOffload(network, offloadOverlayFor(network)!, board, 1).passes;
}

function refusalOf(network: Network, overlay = w1a2): string {
  return inputErrorOf(() => compileOffload(network, overlay, board, 1));
}

describe('compiling for offload', () => {
  // facts/qnn-mo-pynq.md section 2.2
  it('runs all layers between a split and its merge for one group, then for the next', () => {
    expect(
      passesOf(dorefanet).map(({ layer, firstInputChannel, firstOutputChannel, call }) => [
        layer.convolution.name,
        firstInputChannel,
        call.inputChannels,
        firstOutputChannel,
        call.outputChannels,
      ]),
    ).to.deep.equal([
      ['conv1', 0, 34, 0, 90],
      ['conv1', 34, 34, 90, 90],
      ['conv2', 0, 180, 0, 272],
      ['conv3', 0, 136, 0, 192],
      ['conv4', 0, 192, 0, 128],
      ['conv3', 136, 136, 192, 192],
      ['conv4', 192, 192, 128, 128],
    ]);
  });

  it('gives more channels than a call can in several passes, each of which reads all', () => {
    expect(
      passesOf(tinierYolo).map(({ layer, firstOutputChannel, call }) => [
        layer.convolution.name,
        call.inputChannels,
        firstOutputChannel,
        call.outputChannels,
      ]),
    ).to.deep.equal([
      ['conv1', 16, 0, 64],
      ['conv2', 64, 0, 64],
      ['conv3', 64, 0, 128],
      ['conv4', 128, 0, 256],
      ['conv5', 256, 0, 256],
      ['conv5', 256, 256, 256],
      ['conv6', 512, 0, 256],
      ['conv6', 512, 256, 256],
      ['conv7', 512, 0, 256],
      ['conv7', 512, 256, 256],
    ]);
  });

  // facts/qnn-mo-pynq.md sections 1.1 and 2.1
  it('fuses a pool with the convolution before it, and pads what lies between', () => {
    const [conv1, , conv2, conv3] = passesOf(dorefanet).map(({ call }) => call);
    expect(conv1).to.deep.include({ kernel: 5, inputDim: 54, paddedDim: 58, outputDim: 54 });
    expect(conv1.pool).to.deep.equal({ inputDim: 55, outputDim: 27, stride: 2 });
    expect(conv2.pool).to.deep.equal({ inputDim: 29, outputDim: 14, stride: 2 });
    expect(conv3).not.to.have.property('pool');
    expect(passesOf(tinierYolo)[4].call.pool).to.deep.equal({ inputDim: 14, outputDim: 13, stride: 1 });
  });

  const small = (mh = 32, side = 3, groups = 1) =>
    new OffloadNetwork(2, [8, 8, 64]).convolution('c', mh, side, 1, groups);
  /** The small convolution, with something else about it. */
  const changed = (change: Partial<ConvolutionLayer>): Network => {
    const network = small().network('changed');
    return { ...network, layers: [{ ...network.layers[0], ...change } as Layer] };
  };
  const pooled = (change: Partial<MaxPoolLayer>): Network => {
    const network = small().pool('p', 3, 2).network('pooled');
    return { ...network, layers: [network.layers[0], { ...network.layers[1], ...change } as Layer] };
  };
  const of = (shape: readonly number[]) => new OffloadNetwork(2, shape);

  const refused: [what: string, network: Network, message: string][] = [
    [
      'too many input channels',
      of([8, 8, 385]).convolution('c', 32, 3, 1).network('n'),
      'layer c: found input channels of 385, allowed: at most 384 (offload overlay w1a2)',
    ],
    [
      'iterations inside a group',
      small(800, 3, 2).network('n'),
      'layer c: found output channels of a group of 400, allowed: at most 384 (offload overlay w1a2)',
    ],
    [
      'iterations of unequal size',
      small(385).network('n'),
      'layer c: found 385 output channels in 2 iterations, allowed: a multiple of 2 (offload overlay w1a2)',
    ],
    [
      'a large kernel',
      small(32, 6).network('n'),
      'layer c: found a kernel of 6, allowed: at most 5 (offload overlay w1a2)',
    ],
    [
      'a kernel that is not square',
      changed({ kernel: [3, 5] }),
      'layer c: found a kernel of 3 x 5, allowed: a square one',
    ],
    ['a stride', changed({ stride: [2, 2] }), 'layer c: found a stride of 2 x 2, allowed: 1 x 1'],
    ['a dilation', changed({ dilation: [2, 2] }), 'layer c: found a dilation of 2 x 2, allowed: 1 x 1'],
    [
      'a map that is not square',
      of([8, 9, 4]).convolution('c', 8, 3, 1).network('n'),
      'layer c: found an input of 8 x 9',
    ],
    [
      'a large feature map',
      of([63, 63, 4]).convolution('c', 8, 3, 1).network('n'),
      'layer c: found an input side with padding of 65, allowed: at most 64',
    ],
    [
      'padding that the host cannot name',
      changed({ padding: { top: 1, left: 1, bottom: 0, right: 0 } }),
      'layer c: found padding of 1, 1, 0, 0 (top, left, bottom, right), allowed: 0, 0, 1, 1',
    ],
    [
      'other codes',
      new OffloadNetwork(3, [8, 8, 4]).convolution('c', 8, 3, 1).network('n'),
      'layer c: found 3-bit unsigned inputs, allowed: 2-bit unsigned',
    ],
    ['sums as outputs', changed({ thresholded: false }), 'layer c: found outputs without thresholds'],
    [
      'another window of a pool',
      small().pool('p', 2, 2).network('n'),
      'layer p: found a window of 2 x 2, allowed: 3 x 3',
    ],
    ['a large stride of a pool', pooled({ stride: [3, 3] }), 'layer p: found a stride of 3, allowed: at most 2'],
    [
      'a large map of a pool',
      of([62, 62, 4]).convolution('c', 8, 3, 1).pool('p', 3, 2, { top: 1, left: 1, bottom: 2, right: 2 }).network('n'),
      'layer p: found an input side with padding of 65, allowed: at most 64',
    ],
    [
      'a pool alone',
      networkOf([maxPoolOf({ name: 'p', inputShape: [8, 8, 4], kernel: [3, 3] })], [8, 8, 4]),
      'layer p: the offload engine pools only behind a convolution',
    ],
    [
      'a fully connected layer',
      networkOf([fullyConnectedOf({ name: 'f', mw: 4, mh: 4 })], [4]),
      'layer f: the offload engine has no fullyConnected',
    ],
    [
      'a network that is no chain',
      networkOf(
        [convolutionOf({ name: 'c', input: 'other', inputShape: [8, 8, 4], mh: 4, kernel: [3, 3] })],
        [8, 8, 4],
      ),
      'c reads other; a pipeline is a chain, so it can read input',
    ],
  ];
  for (const [what, network, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(refusalOf(network)).to.include(message);
    });
  }

  it('refuses what another engine could not: a large output, and a stride that has no logarithm', () => {
    expect(refusalOf(small().network('n'), { ...w1a2, maxOutputDim: 7 })).to.equal(
      'layer c: found an output side of 8, allowed: at most 7 (offload overlay w1a2)',
    );
    expect(refusalOf(pooled({ stride: [3, 3] }), { ...w1a2, maxPoolStride: 4 })).to.equal(
      'layer p: found a stride of 3, allowed: a power of two (offload overlay w1a2)',
    );
  });

  it('refuses a board without the engine', () => {
    const { offload: _, ...plain } = board;
    expect(inputErrorOf(() => compileOffload(dorefanet, w1a2, plain, 1))).to.equal(
      'board ultra96 has no engine for multi-layer offload',
    );
  });
});
