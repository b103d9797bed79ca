import { expect } from 'chai';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { gap8ClusterTiming } from '../../sim/gap8/cores/timing.js';
import { callOf, type Fork } from '../../sim/gap8/fork.js';
import { derivedKernelParts, kernelCycles } from '../../sim/gap8/kernels/kernel-model.js';
import { KernelCosts } from '../../sim/gap8/kernels/measure-kernel.js';

describe('the kernel model', () => {
  const network = loadGap8Layers('mobilenet-v1');
  const program = compileGap8(network, publishedSchedule(network, loadGap8Board('gapuino'))!);
  const parts = derivedKernelParts();

  /** All kernels of a layer on the cores, and by the model. */
  function bothOf(index: number, costs: KernelCosts) {
    let [measured, modelled] = [0, 0];
    for (const instruction of program.layers[index].window) {
      if (instruction.op !== 'fork') continue;
      const { fork }: { readonly fork: Fork } = instruction;
      measured += costs.measure(callOf(fork)).cycles;
      modelled += kernelCycles(fork, parts);
    }
    return { measured, modelled };
  }

  // Short rows of weights meet on the banks more or less than those of 128 bytes, which the model's row comes from.
  it('takes within 7 % of what the listings take on the cores, and 20 % where rows of weights are short', () => {
    const costs = new KernelCosts(gap8ClusterTiming());
    for (const [index, { layer }] of program.layers.entries()) {
      const { measured, modelled } = bothOf(index, costs);
      const most = layer.inChannels <= 128 && layer.op === 'pointwise' ? 0.2 : 0.07;
      expect(modelled / measured - 1, layer.name).to.be.within(-most, most);
    }
  });

  /** A window of one size on planes, with zeros around it. */
  const onPlanes = (width: number, height: number, size: number, step: number, zeros = 0) => ({
    ...{ width, height, kernelHeight: size, kernelWidth: size, strideY: step, strideX: step },
    ...{ padLeft: zeros, padRight: zeros, padTop: zeros, padBottom: zeros },
  });
  const ratioOf = (fork: Fork, costs: KernelCosts) => kernelCycles(fork, parts) / costs.measure(callOf(fork)).cycles;

  it('takes within 10 % of what the other listings take on the cores, on tiles of common networks', () => {
    const costs = new KernelCosts(gap8ClusterTiming());
    const convolutions = [
      { ...onPlanes(32, 10, 3, 1, 1), inChannels: 3, outChannels: 16 },
      { ...onPlanes(32, 10, 3, 1, 1), inChannels: 16, outChannels: 16 },
      { ...onPlanes(16, 6, 3, 2, 1), inChannels: 32, outChannels: 64 },
      { ...onPlanes(14, 6, 3, 1, 1), inChannels: 128, outChannels: 8 },
      { ...onPlanes(32, 11, 7, 2, 3), inChannels: 3, outChannels: 32 },
      { ...onPlanes(16, 12, 5, 1, 2), inChannels: 16, outChannels: 16 },
      { ...onPlanes(14, 14, 1, 2), inChannels: 32, outChannels: 64 },
    ];
    for (const tile of convolutions) {
      expect(ratioOf({ kernel: 'im2col', tile }, costs), JSON.stringify(tile)).to.be.within(0.9, 1.1);
    }
    for (const size of [2, 3, 5]) {
      const tile = { ...onPlanes(28, 14, size, size === 2 ? 2 : 1, size >> 1 > 1 ? 2 : 0), channels: 16 };
      for (const kernel of ['maxPool', 'averageWindow', 'depthwiseWindow'] as const) {
        expect(ratioOf({ kernel, tile }, costs), `${kernel} ${size}`).to.be.within(0.9, 1.1);
      }
    }
    expect(ratioOf({ kernel: 'add', tile: { elements: 5000 } }, costs)).to.be.within(0.9, 1.1);
    expect(ratioOf({ kernel: 'scale', tile: { elements: 5000 } }, costs)).to.be.within(0.9, 1.1);
  });

  // The rows of all cores then begin in one bank.
  it('takes within 25 % where the weights of a core are a multiple of all banks', () => {
    const costs = new KernelCosts(gap8ClusterTiming());
    const tile = { ...onPlanes(8, 4, 3, 1, 1), inChannels: 64, outChannels: 64 };
    expect(ratioOf({ kernel: 'im2col', tile }, costs)).to.be.within(0.75, 1);
  });

  it('counts the rows of the core that has most of them', () => {
    const rescale = (channels: number) => kernelCycles({ kernel: 'rescale', tile: { channels, plane: 100 } }, parts);
    expect(rescale(9)).to.equal(rescale(16));
    expect(rescale(8)).to.be.below(rescale(9));
  });
});
