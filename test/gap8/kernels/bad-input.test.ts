import { expect } from 'chai';
import { gap8ClusterTiming, parseClusterTiming } from '../../../sim/gap8/cores/timing.js';
import { convolutionCall } from '../../../sim/gap8/kernels/convolution.js';
import { type DepthwiseTile, depthwiseCall } from '../../../sim/gap8/kernels/depthwise.js';
import { fullyConnectedCall } from '../../../sim/gap8/kernels/fully-connected.js';
import { pointwiseCall } from '../../../sim/gap8/kernels/pointwise.js';
import { runKernel } from '../../../sim/gap8/kernels/run-kernel.js';
import { inputErrorOf } from '../../helpers/input-error.js';

const POINTWISE = { inChannels: 8, outChannels: 3, pixels: 2, outStride: 2, outFirst: 0, normBias: 7, norm: 14 };
const DEPTHWISE: DepthwiseTile = {
  channels: 2,
  stride: 1,
  width: 4,
  height: 4,
  padLeft: 0,
  padRight: 0,
  padTop: 0,
  padBottom: 0,
  normBias: 0,
};

describe('kernels refuse', () => {
  it('buffers of the wrong size', () => {
    const run = () => runKernel(pointwiseCall(POINTWISE), gap8ClusterTiming(), { weights: new Int8Array(25) });
    expect(inputErrorOf(run)).to.equal('pointwise: weights: found 25 bytes, allowed: 24');
  });

  it('buffers that they do not have', () => {
    const run = () => runKernel(pointwiseCall(POINTWISE), gap8ClusterTiming(), { weight: new Int8Array(24) });
    expect(inputErrorOf(run)).to.equal(
      'pointwise: unknown buffer weight, allowed: vector, in, out, weights, bias, multiplier (did you mean weights?)',
    );
  });

  it('tiles that do not fit into L1', () => {
    const call = fullyConnectedCall({ inputs: 1024, outputs: 64, normBias: 0, norm: 0 });
    expect(inputErrorOf(() => runKernel(call, gap8ClusterTiming()))).to.equal(
      'fully-connected: the tile takes 66848 bytes of L1, allowed: at most 57344',
    );
  });

  it('sizes that cannot be', () => {
    expect(inputErrorOf(() => pointwiseCall({ ...POINTWISE, pixels: 0 }))).to.equal(
      'pointwise: pixels: found 0, allowed: whole numbers from 1 to 65536',
    );
    expect(inputErrorOf(() => pointwiseCall({ ...POINTWISE, outFirst: 1 }))).to.equal(
      'pointwise: outStride: found 2, allowed: at least outFirst + pixels = 3',
    );
    expect(inputErrorOf(() => depthwiseCall({ ...DEPTHWISE, padTop: 2 }))).to.equal(
      'depthwise: padTop: found 2, allowed: whole numbers from 0 to 1',
    );
    expect(inputErrorOf(() => depthwiseCall({ ...DEPTHWISE, width: 2 }))).to.equal(
      'depthwise: found an input of 2 x 4, allowed: at least 3 x 3 with its padding',
    );
    expect(inputErrorOf(() => convolutionCall({ ...DEPTHWISE, inChannels: 1.5, outChannels: 1 }))).to.equal(
      'convolution: inChannels: found 1.5, allowed: whole numbers from 1 to 65536',
    );
  });

  it('clusters that cannot be', () => {
    const file = (text: string) => inputErrorOf(() => parseClusterTiming(text, 'c.yaml'));
    const constant = (value: number, unit: string) =>
      `{ value: ${value}, unit: ${unit}, status: assumed, source: test }`;
    expect(file(`schema: qcycle.cluster/1\nname: x\ncores: ${constant(3, 'cores')}`)).to.match(/^c.yaml:/);
    const units = { cores: 'cores', banks: 'banks', l1Bytes: 'bytes', l1Base: 'address', stackBytes: 'bytes' };
    const cycles = ['loadUseStall', 'multiplyUseStall', 'misalignedStall', 'takenBranch', 'jump', 'highMultiply'];
    const whole = (change: Record<string, number>) => {
      const lines = Object.entries({
        ...units,
        barrierAddress: 'address',
        ...Object.fromEntries([...cycles, 'leastDivide', 'barrierWake'].map((key) => [key, 'cycles'])),
      }).map(([key, unit]) => `${key}: ${constant(change[key] ?? 1, unit)}`);
      return ['schema: qcycle.cluster/1', 'name: x', ...lines].join('\n');
    };
    expect(parseClusterTiming(whole({}), 'c.yaml').cores.value).to.equal(1);
    expect(file(whole({ cores: 6 }))).to.equal('c.yaml:3:17: cores.value: allowed: a power of two, at most 8');
    expect(file(whole({ loadUseStall: 2 }))).to.match(
      /loadUseStall.value: allowed: 0 or 1, only the next instruction waits$/,
    );
  });
});
