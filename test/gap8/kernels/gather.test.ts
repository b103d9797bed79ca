import { expect } from 'chai';
import fc from 'fast-check';
import { gap8ClusterTiming } from '../../../sim/gap8/cores/timing.js';
import { PUBLISHED_POINTWISE_TILES } from '../../../sim/gap8/kernels/derive-costs.js';
import { gatherCycles } from '../../../sim/gap8/kernels/gather.js';
import { KernelCosts } from '../../../sim/gap8/kernels/measure-kernel.js';
import { pointwiseCall } from '../../../sim/gap8/kernels/pointwise.js';

const channels = fc.integer({ min: 9, max: 1024 });
const strides = fc.integer({ min: 1, max: 300 });
const bytesBehindTheFirst = (count: number) => Math.ceil(count / 8) - 1;

describe('the gather of a pixel', () => {
  for (const loop of [3, 6]) {
    it(`in loops of ${loop} cycles takes within 15 % of what it takes in the published tiles on the cores`, () => {
      const costs = new KernelCosts(gap8ClusterTiming());
      for (const { gathers: _, ...tile } of PUBLISHED_POINTWISE_TILES) {
        const { gatherCycles: inTile } = costs.measure(
          pointwiseCall({ ...tile, outFirst: 0, normBias: 7, norm: 14 }, loop),
        );
        const modelled = tile.pixels * gatherCycles(loop)(tile.inChannels, tile.pixels);
        expect(modelled / inTile, `${tile.inChannels} channels of ${tile.pixels}`).to.be.within(0.85, 1.15);
      }
    });
  }

  it('in the loop of the published binary takes between 4.2 and 7.7 cycles a byte in each published tile', () => {
    for (const { inChannels, pixels } of PUBLISHED_POINTWISE_TILES) {
      const perByte = gatherCycles(6)(inChannels, pixels) / bytesBehindTheFirst(inChannels);
      expect(perByte, `${inChannels} channels of ${pixels}`).to.be.within(4.2, 7.7);
    }
  });

  it('takes within 15 % of what as many pixels take on the cores, where each gathers 8 bytes or more', () => {
    const timing = gap8ClusterTiming();
    const costs = new KernelCosts({ ...timing, l1Bytes: { ...timing.l1Bytes, value: 2 ** 20 } });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 64 }), strides, fc.constantFrom(3, 6), (bytes, stride, loop) => {
        const sizes = { inChannels: 8 * bytes, outChannels: 8, outStride: stride, outFirst: 0, normBias: 0, norm: 0 };
        const call = pointwiseCall({ ...sizes, pixels: stride }, loop);
        const pixels = Math.min(stride, 48);
        const { gatherCycles: measured } = costs.measure({ ...call, parameters: { ...call.parameters, pixels } });
        expect((pixels * gatherCycles(loop)(8 * bytes, stride)) / measured).to.be.within(0.85, 1.15);
      }),
      { numRuns: 25 },
    );
  });

  it('takes about its loop at least, and at most as long as if the cores took turns', () => {
    fc.assert(
      fc.property(channels, strides, fc.integer({ min: 3, max: 9 }), (count, stride, loop) => {
        const bytes = bytesBehindTheFirst(count);
        const least = Math.max(0, loop * bytes - 8);
        expect(gatherCycles(loop)(count, stride)).to.be.within(least, (loop + 16) * bytes + 8);
      }),
      { numRuns: 50 },
    );
  });

  it('is nothing where each core has one byte', () => {
    expect(gatherCycles(3)(8, 5)).to.equal(0);
  });
});
