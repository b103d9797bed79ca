import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../../sim/core/input/file.js';
import { packagePath } from '../../../sim/core/package-root.js';
import { gap8ClusterTiming } from '../../../sim/gap8/cores/timing.js';
import { deriveCosts, PUBLISHED_POINTWISE_TILES } from '../../../sim/gap8/kernels/derive-costs.js';
import { costsYaml, derivedCosts } from '../../../sim/gap8/kernels/derived-costs-file.js';
import { fullyConnectedCall } from '../../../sim/gap8/kernels/fully-connected.js';
import { CORES } from '../../../sim/gap8/kernels/kernel-call.js';
import { KernelCosts } from '../../../sim/gap8/kernels/measure-kernel.js';
import { pointwiseCall } from '../../../sim/gap8/kernels/pointwise.js';
import { rescaleCall } from '../../../sim/gap8/kernels/rescale.js';
import { runKernel } from '../../../sim/gap8/kernels/run-kernel.js';
import { clusterOf } from '../../helpers/gap8-program.js';
import { pointwiseTiles, randomArrays, rescaleTiles } from '../../helpers/gap8-tiles.js';

const timing = gap8ClusterTiming();

function pointwise(inChannels: number, outChannels: number, pixels: number) {
  return pointwiseCall({ inChannels, outChannels, pixels, outStride: pixels, outFirst: 0, normBias: 7, norm: 14 });
}

describe('derived costs', () => {
  it('are those of as many cores as kernels are spread over', () => {
    expect(timing.cores.value).to.equal(CORES);
  });

  it('are those in the file: npm run gap8-costs writes it', () => {
    const text = readText(packagePath('sim/gap8/kernels/costs.yaml'));
    expect(text).to.equal(costsYaml(deriveCosts(timing)));
  });

  it('take 8 cycles for 8 MACs in the dot loop, on one core and on eight', () => {
    const alone = new KernelCosts(clusterOf(1));
    const cycles = (inputs: number) =>
      alone.measure(fullyConnectedCall({ inputs, outputs: 3, normBias: 0, norm: 0 })).cycles;
    expect(cycles(800) - cycles(400)).to.equal(3 * 50 * 8);
    expect(derivedCosts().get('dotIteration')?.value).to.be.within(8, 8.16);
  });

  it('take 4.9 cycles within 10 % for an output of the rescale pass', () => {
    expect(derivedCosts().get('rescaleOutput')?.value).to.be.within(4.41, 5.39);
    expect(derivedCosts().get('rescaleTileOutput')?.value).to.be.within(4.41, 5.39);
  });

  it('take 21.7 cycles within 10 % for an output of both depthwise passes of layer 13, even without forks', () => {
    expect(derivedCosts().get('depthwiseBothPasses')?.value).to.be.within(19.53, 23.87);
  });

  it('take between 4.2 and 7.7 cycles for a gathered byte, of which 3 without conflicts', () => {
    expect(derivedCosts().get('gatherByte')?.value).to.be.within(4.2, 7.7);
    const alone = new KernelCosts(clusterOf(1)).measure(pointwise(200, 1, 4));
    expect(alone.gatherCycles).to.equal(3 * alone.gatherBytes);
  });

  it('of a gathered byte lie between 2.8 and 5.8 cycles in each published tile', () => {
    const costs = new KernelCosts(timing);
    for (const { gathers: _, ...tile } of PUBLISHED_POINTWISE_TILES) {
      const { inChannels, pixels } = tile;
      const call = pointwiseCall({ ...tile, outFirst: 0, normBias: 7, norm: 14 });
      const { gatherBytes, gatherCycles } = costs.measure(call);
      expect(gatherBytes).to.equal(pixels * (inChannels / 8 - 1));
      expect(gatherCycles / gatherBytes).to.be.within(2.8, 5.8);
    }
  });
});

describe('a measured kernel', () => {
  it('takes as long with any values', () => {
    fc.assert(
      fc.property(rescaleTiles, fc.nat(), (tile, seed) => {
        const { int32, uint8 } = randomArrays(seed);
        const call = rescaleCall(tile);
        const inputs = { in: int32(tile.channels * tile.plane), multiplier: uint8(tile.channels) };
        expect(runKernel(call, timing, inputs).run.cycles).to.equal(new KernelCosts(timing).measure(call).cycles);
      }),
    );
  });

  it('takes within 5 % as long wherever in a row its output begins, but for as many cycles as it has rows', () => {
    const costs = new KernelCosts(timing);
    fc.assert(
      fc.property(pointwiseTiles, (tile) => {
        const call = pointwiseCall(tile);
        const { cycles } = costs.measure(call);
        const rows = tile.outChannels * tile.pixels;
        expect(runKernel(call, timing).run.cycles).to.be.closeTo(cycles, 0.05 * cycles + rows);
      }),
    );
  });

  it('is run once', () => {
    const costs = new KernelCosts(timing);
    expect(costs.measure(pointwise(16, 8, 4))).to.equal(costs.measure(pointwise(16, 8, 4)));
  });
});
