import { expect } from 'chai';
import fc from 'fast-check';
import { bytesOf } from '../../../sim/core/input/bytes.js';
import { gap8ClusterTiming } from '../../../sim/gap8/cores/timing.js';
import { averagePoolCall } from '../../../sim/gap8/kernels/average-pool.js';
import { biasCall, convolutionCall, im2colCall } from '../../../sim/gap8/kernels/convolution.js';
import { depthwiseCall, depthwiseWindowCall } from '../../../sim/gap8/kernels/depthwise.js';
import { addCall, scaleCall } from '../../../sim/gap8/kernels/element-wise.js';
import { fullyConnectedCall } from '../../../sim/gap8/kernels/fully-connected.js';
import type { KernelCall } from '../../../sim/gap8/kernels/kernel-call.js';
import { pointwiseCall } from '../../../sim/gap8/kernels/pointwise.js';
import { averageWindowCall, maxPoolCall } from '../../../sim/gap8/kernels/pools.js';
import { rescaleCall } from '../../../sim/gap8/kernels/rescale.js';
import { runKernel } from '../../../sim/gap8/kernels/run-kernel.js';
import { outputSize } from '../../../sim/gap8/kernels/window.js';
import { referenceAveragePool } from '../../../sim/gap8/reference/average-pool.js';
import { referenceBias, referenceConvolution, referenceIm2col } from '../../../sim/gap8/reference/convolution.js';
import { referenceDepthwise, referenceDepthwiseWindow } from '../../../sim/gap8/reference/depthwise.js';
import { referenceAdd, referenceScale } from '../../../sim/gap8/reference/element-wise.js';
import { referenceFullyConnected } from '../../../sim/gap8/reference/fully-connected.js';
import { referencePointwise } from '../../../sim/gap8/reference/pointwise.js';
import { referenceAverageWindow, referenceMaxPool } from '../../../sim/gap8/reference/pools.js';
import { referenceRescale } from '../../../sim/gap8/reference/rescale.js';
import {
  addTiles,
  averagePoolTiles,
  biasTiles,
  convolutionTiles,
  depthwiseTiles,
  depthwiseWindowTiles,
  fullyConnectedTiles,
  im2colTiles,
  pointwiseTiles,
  poolTiles,
  randomArrays,
  rescaleTiles,
  scaleTiles,
} from '../../helpers/gap8-tiles.js';

const timing = gap8ClusterTiming();
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });

function expectOutput(call: KernelCall, inputs: Readonly<Record<string, ArrayBufferView>>, expected: ArrayBufferView) {
  const { outputs, run } = runKernel(call, timing, inputs);
  expect(outputs.out).to.deep.equal(bytesOf(expected));
  for (const causes of run.causes) {
    expect(Object.values(causes).reduce((sum, cycles) => sum + cycles, 0)).to.equal(run.cycles);
  }
}

describe('kernels on eight cores', () => {
  it('give the pointwise outputs of the reference, byte by byte', () => {
    fc.assert(
      fc.property(pointwiseTiles, seed, (tile, start) => {
        const { int8, uint8 } = randomArrays(start);
        const operands = {
          in: int8(tile.inChannels * tile.pixels),
          weights: int8(tile.outChannels * tile.inChannels),
          bias: int8(tile.outChannels),
          multiplier: uint8(tile.outChannels),
          out: int8(tile.outChannels * tile.outStride),
        };
        expectOutput(pointwiseCall(tile), operands, referencePointwise(tile, operands));
      }),
    );
  });

  it('give the depthwise sums of the reference, for both strides and every padding', () => {
    fc.assert(
      fc.property(depthwiseTiles, seed, (tile, start) => {
        const { int8 } = randomArrays(start);
        const operands = {
          in: int8(tile.channels * tile.width * tile.height),
          filter: int8(9 * tile.channels),
          bias: int8(tile.channels),
        };
        expectOutput(depthwiseCall(tile), { ...operands }, referenceDepthwise(tile, operands));
      }),
      { numRuns: 200 },
    );
  });

  it('give the sums of the first convolution', () => {
    fc.assert(
      fc.property(convolutionTiles, seed, (tile, start) => {
        const { int8, int32 } = randomArrays(start);
        const { outWidth, outHeight } = outputSize('test', tile, 2);
        const operands = {
          in: int8(tile.inChannels * tile.width * tile.height),
          filter: int8(9 * tile.inChannels * tile.outChannels),
          out: int32(tile.outChannels * outWidth * outHeight),
        };
        expectOutput(convolutionCall(tile), { ...operands }, referenceConvolution(tile, operands));
      }),
    );
  });

  it('give the sums of convolutions with any window', () => {
    fc.assert(
      fc.property(im2colTiles, seed, (tile, start) => {
        const { int8, int32 } = randomArrays(start);
        const call = im2colCall(tile);
        const bytes = (name: string) => call.buffers.find((buffer) => buffer.name === name)!.bytes;
        const operands = { in: int8(bytes('in')), filter: int8(bytes('filter')), out: int32(bytes('out') / 4) };
        expectOutput(call, { ...operands }, referenceIm2col(tile, operands));
      }),
      { numRuns: 200 },
    );
  });

  it('give the depthwise sums of any window', () => {
    fc.assert(
      fc.property(depthwiseWindowTiles, seed, (tile, start) => {
        const { int8 } = randomArrays(start);
        const operands = {
          in: int8(tile.channels * tile.width * tile.height),
          filter: int8(tile.channels * tile.kernelHeight * tile.kernelWidth),
          bias: int8(tile.channels),
        };
        expectOutput(depthwiseWindowCall(tile), { ...operands }, referenceDepthwiseWindow(tile, operands));
      }),
      { numRuns: 200 },
    );
  });

  it('give the largest input and the average of any window', () => {
    fc.assert(
      fc.property(poolTiles, seed, (tile, start) => {
        const input = randomArrays(start).int8(tile.channels * tile.width * tile.height);
        expectOutput(maxPoolCall(tile), { in: input }, referenceMaxPool(tile, input));
        expectOutput(averageWindowCall(tile), { in: input }, referenceAverageWindow(tile, input));
      }),
      { numRuns: 200 },
    );
  });

  it('add two maps, and bring one to other units', () => {
    fc.assert(
      fc.property(addTiles, seed, (tile, start) => {
        const { int8 } = randomArrays(start);
        const [a, b] = [int8(tile.elements), int8(tile.elements)];
        expectOutput(addCall(tile), { in: a, in2: b }, referenceAdd(tile, a, b));
      }),
    );
    fc.assert(
      fc.property(scaleTiles, seed, (tile, start) => {
        const input = randomArrays(start).int8(tile.elements);
        expectOutput(scaleCall(tile), { in: input }, referenceScale(tile, input));
      }),
    );
  });

  it('set the bias', () => {
    fc.assert(
      fc.property(biasTiles, seed, (tile, start) => {
        const bias = randomArrays(start).int8(tile.channels);
        expectOutput(biasCall(tile), { bias }, referenceBias(tile, bias));
      }),
    );
  });

  it('rescale as the reference', () => {
    fc.assert(
      fc.property(rescaleTiles, seed, (tile, start) => {
        const { int32, uint8 } = randomArrays(start);
        const sums = int32(tile.channels * tile.plane);
        const multiplier = uint8(tile.channels);
        expectOutput(rescaleCall(tile), { in: sums, multiplier }, referenceRescale(tile, sums, multiplier));
      }),
    );
  });

  it('average as the reference', () => {
    fc.assert(
      fc.property(averagePoolTiles, seed, (tile, start) => {
        const input = randomArrays(start).int8(tile.channels * tile.rows * tile.columns);
        expectOutput(averagePoolCall(tile), { in: input }, referenceAveragePool(tile, input));
      }),
    );
  });

  it('give the fully connected outputs of the reference', () => {
    fc.assert(
      fc.property(fullyConnectedTiles, seed, (tile, start) => {
        const { int8, int16 } = randomArrays(start);
        const operands = {
          in: int8(tile.inputs),
          weights: int8(tile.inputs * tile.outputs),
          bias: int16(tile.outputs),
        };
        expectOutput(fullyConnectedCall(tile), { ...operands }, referenceFullyConnected(tile, operands));
      }),
    );
  });

  it('lie in the same order whatever the order of a tile is written in', () => {
    const tile = { inputs: 8, outputs: 3, normBias: 1, norm: 2 };
    const turned = Object.fromEntries(Object.entries(tile).reverse()) as typeof tile;
    expect(Object.keys(fullyConnectedCall(turned).parameters)).to.deep.equal(Object.keys(tile));
    const { int8, int16 } = randomArrays(1);
    const operands = { in: int8(8), weights: int8(24), bias: int16(3) };
    for (const each of [tile, turned]) {
      expectOutput(fullyConnectedCall(each), { ...operands }, referenceFullyConnected(tile, operands));
    }
  });
});
