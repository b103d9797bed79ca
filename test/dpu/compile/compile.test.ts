import { expect } from 'chai';
import {
  architectureOf,
  compileDpu,
  type DpuProgram,
  encode,
  limitsOfFamily,
  type Subgraph,
} from '../../../sim/dpu/index.js';
import { bytesOf } from '../../../sim/dpu/timing/workload.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import type { Network } from '../../../sim/nn/network.js';
import { convolution, dpuNetwork } from '../../helpers/dpu-networks.js';
import { inputErrorOf } from '../../helpers/input-error.js';

function compile(network: Network): DpuProgram {
  return compileDpu(network, { architecture: architectureOf('B4096'), limits: limitsOfFamily() });
}

function subgraphsOf({ parts }: DpuProgram): Subgraph[] {
  return parts.filter((part): part is Subgraph => part.on === 'dpu');
}

function movedMB(program: DpuProgram): number {
  const instructions = subgraphsOf(program).flatMap((part) => part.instructions);
  return instructions.reduce((sum, instruction) => sum + bytesOf(instruction), 0) / 1e6;
}

const RULE = 'requantize: { rule: powerOfTwo, shift: 5 }';

describe('the compiler of the DPU', () => {
  it('should move as many bytes as were measured within 20 %: 40 MB for ResNet-50, 12 MB for Inception v1', () => {
    expect(movedMB(compile(loadNamedNetwork('resnet50')))).to.be.closeTo(40, 0.2 * 40);
    expect(movedMB(compile(loadNamedNetwork('inception-v1')))).to.be.closeTo(12, 0.2 * 12);
  });

  it('should give instructions whose fields all hold, with every layer of the network in one layer', () => {
    const network = loadNamedNetwork('squeezenet');
    const program = compile(network);
    for (const { instructions } of subgraphsOf(program)) expect(encode(instructions).length).to.be.above(0);
    const sources = subgraphsOf(program).flatMap(({ layers }) => layers.flatMap((layer) => layer.sources));
    const onHost = program.parts.flatMap((part) => (part.on === 'host' ? part.layers.map(({ name }) => name) : []));
    const laidOut = network.layers.filter(({ op }) => op === 'concat').map(({ name }) => name);
    expect([...sources, ...onHost, ...laidOut].sort()).to.deep.equal(network.layers.map(({ name }) => name).sort());
  });

  it('should have the CONVs and LOADs of a fully connected layer that a decoded program has: 63 of 128 cycles, 1001 of 2 KiB', () => {
    const network = dpuNetwork([1, 1, 2048], [`name: fc, op: integerFullyConnected, outputFeatures: 1001, ${RULE}`]);
    const [{ instructions }] = subgraphsOf(compile(network));
    const convs = instructions.filter(({ op }) => op === 'CONV');
    expect(convs).to.have.length(63);
    expect(convs.every((conv) => conv.op === 'CONV' && conv.channelGroups * conv.length === 128)).to.equal(true);
    const loads = instructions.filter((each) => each.op === 'LOAD' && each.registerId === 0 && bytesOf(each) === 2048);
    expect(loads).to.have.length(1001);
  });

  it('should write windows of the first layer behind each other: 7 bytes for each of 22 columns, 9 of 16 channels void', () => {
    const network = dpuNetwork(
      [28, 28, 1],
      [`name: conv, op: integerConvolution, outputChannels: 16, kernel: 7, ${RULE}`],
    );
    const [{ instructions }] = subgraphsOf(compile(network));
    const rows = instructions.flatMap((each) => (each.op === 'LOAD' && each.registerId === 2 ? [each] : []));
    for (const { channel, length, jumpRead } of rows) expect([channel, length, jumpRead]).to.deep.equal([7, 22, 1]);
    for (const each of instructions) if (each.op === 'CONV') expect(each.channelOffset).to.equal(9);
  });

  it('should load each weight once where all tiles of rows are in the banks', () => {
    const network = dpuNetwork([14, 14, 512], [convolution('conv', 512, 3)]);
    const [{ instructions, layers }] = subgraphsOf(compile(network));
    const weights = instructions.filter((each) => each.op === 'LOAD' && each.registerId === 0);
    expect(layers[0].streamsWeights).to.equal(true);
    expect(weights.reduce((sum, each) => sum + bytesOf(each), 0)).to.equal(512 * 512 * 9 + 512);
  });

  it('should keep a tensor in the banks that takes half of a group, and none that takes more', () => {
    for (const [channels, stays] of [
      [512, true],
      [528, false],
    ] as const) {
      const network = dpuNetwork([8, 32, 16], [convolution('wide', channels, 1), convolution('narrow', 16, 1)]);
      const [{ layers }] = subgraphsOf(compile(network));
      expect([layers[0].resident.output, layers[1].resident.input]).to.deep.equal([stays, stays]);
    }
  });

  it('should leave to the host, with the reason, what the DPU cannot run', () => {
    const network = dpuNetwork(
      [12, 12, 16],
      [convolution('conv', 16, 1), 'name: pool, op: averagePool, kernel: 12, division: powerOfTwo'],
    );
    const { parts } = compile(network);
    expect(parts.map(({ on }) => on)).to.deep.equal(['dpu', 'host']);
    const [host] = parts.flatMap((part) => (part.on === 'host' ? part.layers : []));
    expect(host.why).to.equal('a window of 12 x 12, and the DPU has at most 8 x 8');
  });

  for (const [limit, shape, layer] of [
    ['kernel side 17', [40, 40, 1], `op: integerConvolution, outputChannels: 4, kernel: 17, ${RULE}`],
    ['stride 9', [40, 40, 1], `op: integerConvolution, outputChannels: 4, kernel: 1, stride: 9, ${RULE}`],
    ['output channels 4097', [2, 2, 1], `op: integerConvolution, outputChannels: 4097, kernel: 1, ${RULE}`],
    ['input channels 5000', [5000], `op: integerFullyConnected, outputFeatures: 4, ${RULE}`],
    [
      'dilation x input channels 4800',
      [40, 40, 1200],
      `op: integerConvolution, outputChannels: 4, kernel: 3, dilation: 4, ${RULE}`,
    ],
    [
      'kernel height x width x groups of 16 input channels 2304',
      [16, 16, 144],
      `op: integerConvolution, outputChannels: 4, kernel: 16, ${RULE}`,
    ],
  ] as const) {
    it(`should name the limit that a layer exceeds: ${limit}`, () => {
      const message = inputErrorOf(() => compile(dpuNetwork(shape, [`name: wide, ${layer}`])));
      expect(message).to.match(new RegExp(`^wide: ${limit}, allowed on the DPU: at most \\d+$`));
    });
  }

  it('should refuse layers of few bits, with what it runs', () => {
    expect(inputErrorOf(() => compile(loadNamedNetwork('lfc-w1a1')))).to.equal(
      'L0: a layer of the kind fullyConnected, allowed on the DPU: layers of 8-bit integers',
    );
  });

  it('should refuse layers of real numbers, with what makes them integers', () => {
    expect(inputErrorOf(() => compile(loadNamedNetwork('vgg16')))).to.equal(
      'conv1_1: a layer of real numbers, allowed on the DPU: layers of 8-bit integers (qcycle quantize --scheme power-of-two makes them)',
    );
  });
});
