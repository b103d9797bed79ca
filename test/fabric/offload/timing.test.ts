import { expect } from 'chai';
import { totalCycles } from '../../../sim/core/causes.js';
import type { RunLayer } from '../../../sim/core/index.js';
import { compileOffload, offloadOverlayFor, simulateOffload } from '../../../sim/fabric/index.js';
import { callOverhead, weightLoadCycles } from '../../../sim/fabric/offload/host-calls.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import type { Network } from '../../../sim/nn/network.js';
import { OffloadNetwork, offloadBoard } from '../../helpers/offload-networks.js';

const dorefanet = loadNamedNetwork('dorefanet');
const tinierYolo = loadNamedNetwork('tinier-yolo');

function simulated(network: Network, { board = 'ultra96', delta = 2, images = 1, analytic = false } = {}) {
  const program = compileOffload(network, offloadOverlayFor(network)!, offloadBoard(board, delta), images);
  return simulateOffload(program, analytic ? 'analytic' : 'event');
}

/** Cycles of a layer's compute calls, without the loading of weights and the host. */
function computeCycles({ causes }: RunLayer): number {
  return totalCycles(causes);
}

/** For each layer the cycles of its MVTU, all compute cycles at delta 2, and those of its busiest stage alone. */
type Cycles = [layer: string, mvtu: number, compute: number, busiest: number];

const dorefanetCycles: Cycles[] = [
  ['conv1', 437_400, 495_900, 437_400],
  ['conv2', 177_147, 180_777, 177_147],
  ['conv3', 63_504, 65_890, 63_504],
  ['conv4', 42_336, 44_842, 42_336],
];

const yoloCycles: Cycles[] = [
  ['conv1', 778_752, 1_784_727, 1_124_864],
  ['conv2', 194_688, 438_752, 281_216],
  ['conv3', 97_344, 149_443, 97_344],
  ['conv4', 97_344, 104_253, 97_344],
  ['conv5', 97_344, 102_484, 97_344],
  ['conv6', 194_688, 199_544, 194_688],
  ['conv7', 194_688, 199_544, 194_688],
];

describe('multi-layer offload', () => {
  for (const [network, expected] of [
    [dorefanet, dorefanetCycles],
    [tinierYolo, yoloCycles],
  ] as const) {
    it(`takes these cycles for each layer of ${network.name}`, () => {
      const { layers } = simulated(network);
      expect(
        layers.map((layer) => [layer.name, layer.idealCycles, computeCycles(layer), layer.busiestUnit?.busyCycles]),
      ).to.deep.equal(expected);
    });

    it(`gives every cycle of ${network.name} a cause, and every stage those of its layer`, () => {
      const run = simulated(network, { images: 3 });
      expect(run.layers.reduce((sum, { cycles }) => sum + cycles, 0)).to.equal(run.cycles);
      for (const layer of run.layers) {
        expect(Object.values(layer.causes).reduce((sum, cycles) => sum + cycles)).to.equal(layer.cycles);
        const stages = run.blocks.filter(({ name }) => name.startsWith(`${layer.name}.`));
        expect(stages).to.have.length(network.name === 'dorefanet' ? 12 : 13);
        for (const { causes } of stages) expect(totalCycles(causes)).to.equal(computeCycles(layer));
      }
    });

    it(`estimates the busiest stage of each layer of ${network.name} where only that is asked for`, () => {
      const { layers } = simulated(network, { analytic: true });
      expect(layers.map(computeCycles)).to.deep.equal(expected.map(([, , , busiest]) => busiest));
    });
  }

  // facts/qnn-mo-pynq.md section 3.2
  it('is held up where the window takes a row and then no more of the next', () => {
    const { layers, bottleneck } = simulated(tinierYolo);
    expect(computeCycles(layers[0])).to.be.within(1.775e6, 1.785e6);
    expect(bottleneck).to.deep.equal({
      layer: 'conv1',
      cause: 'waitInput',
      sentence:
        'conv1 takes 58.3 % of the cycles; stage collect has the most work, in 62.7 % of them, and in 55.3 % the MVTU waits for input',
    });
  });

  it('is held up by nothing where rows come in faster than they are used, and many images share the weights', () => {
    const network = new OffloadNetwork(2, [20, 20, 384]).convolution('conv', 384, 5, 2).network('dorefanet');
    expect(simulated(network, { images: 100 }).bottleneck).to.deep.equal({
      layer: 'conv',
      cause: 'busy',
      sentence: 'conv takes 100.0 % of the cycles, in which the MVTU hardly ever waits',
    });
  });

  it('takes longer, the longer an inner loop takes to enter and to leave', () => {
    const cycles = [0, 1, 2, 3].map((delta) => simulated(tinierYolo, { delta }).cycles);
    expect(cycles).to.deep.equal([...cycles].sort((a, b) => a - b));
    expect(cycles[3] / cycles[1] - 1).to.be.within(0.03, 0.04);
  });

  // facts/qnn-mo-pynq.md section 4: the host's copying is part of what was measured
  const measured: [network: Network, board: string, microseconds: number][] = [
    [dorefanet, 'ultra96', 24_243],
    [dorefanet, 'pynq-z1', 43_651],
    [tinierYolo, 'ultra96', 106_098],
    [tinierYolo, 'pynq-z1', 139_381],
  ];
  for (const [network, board, microseconds] of measured) {
    it(`takes less time for ${network.name} on ${board} than the fastest measured call`, () => {
      expect(simulated(network, { board }).microseconds).to.be.within(0.1 * microseconds, microseconds);
    });
  }

  it('runs at the clock of the engine on the board', () => {
    expect(simulated(dorefanet).clockMHz).to.equal(249.999756);
    expect(simulated(dorefanet, { board: 'pynq-z2' }).clockMHz).to.equal(100);
  });

  it('loads the weights of a pass once for all images', () => {
    const [one, four] = [1, 4].map((images) => simulated(dorefanet, { images }));
    expect(four.layers.map(({ causes }) => causes.weightLoad)).to.deep.equal([57_984, 10_560, 21_120, 21_120]);
    four.layers.forEach((layer, index) => {
      expect(computeCycles(layer)).to.equal(4 * computeCycles(one.layers[index]));
    });
    expect(four.cyclesPerImage).to.be.below(one.cyclesPerImage);
    // The last call is one of conv4's two passes.
    const board = offloadBoard('ultra96');
    expect(four.firstImageCycles).to.equal(four.cycles - 3 * (44_842 / 2 + callOverhead(board, 'compute')));
    expect(one.firstImageCycles).to.equal(one.cycles);
  });

  // facts/qnn-mo-pynq.md section 3.1
  it('loads as many weights as the largest layer of a kernel has', () => {
    const [w1a2, w1a3] = [dorefanet, tinierYolo].map((network) => offloadOverlayFor(network)!);
    expect(weightLoadCycles(w1a2, 5)).to.equal(28_992);
    expect(weightLoadCycles(w1a2, 3)).to.equal(10_560);
    expect(weightLoadCycles(w1a3, 3)).to.equal(9_472);
  });

  it('takes 17 register writes for a compute call and 8 to load weights, and the latency of memory for each', () => {
    const board = offloadBoard('pynq-z1');
    expect(callOverhead(board, 'compute')).to.equal(17 * 5 + 60);
    expect(callOverhead(board, 'weightLoad')).to.equal(8 * 5 + 60);
  });

  // facts/qnn-mo-pynq.md sections 1.1 and 1.3
  it('does the MAC of the layers, groups counted once', () => {
    expect(simulated(dorefanet).macs).to.equal(946_201_824);
    expect(simulated(tinierYolo).macs).to.equal(2_192_965_632);
  });

  it('moves whole pixels of memory in every pass', () => {
    const { layers } = simulated(tinierYolo);
    expect(layers[0].bytes).to.deep.equal({ input: 208 ** 2 * 192, output: 104 ** 2 * 192 });
    expect(layers[5].bytes).to.deep.equal({ input: 2 * 169 * 192, output: 2 * 169 * 192 });
  });
});
