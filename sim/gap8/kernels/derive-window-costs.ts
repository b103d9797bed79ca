import type { AnyWindowTile } from './any-window.js';
import { im2colCall } from './convolution.js';
import { depthwiseWindowCall } from './depthwise.js';
import { type DerivedCost, derived } from './derived-cost.js';
import { addCall, scaleCall } from './element-wise.js';
import type { KernelCall } from './kernel-call.js';
import { averageWindowCall, maxPoolCall, type PoolTile } from './pools.js';

type Cycles = (call: KernelCall) => number;

/** Side of the planes: no multiple of what the banks repeat in. */
const SIDE = 13;

/** Windows of these sizes on a plane on which none overhangs: two rows of outputs. */
function window(kernelHeight: number, kernelWidth: number): AnyWindowTile {
  return {
    ...{ width: SIDE, height: kernelHeight + 1, kernelHeight, kernelWidth, strideY: 1, strideX: 1 },
    ...{ padLeft: 0, padRight: 0, padTop: 0, padBottom: 0 },
  };
}

function outputsOf({ width, height, kernelHeight, kernelWidth }: AnyWindowTile): number {
  return (width - kernelWidth + 1) * (height - kernelHeight + 1);
}

/** Derives the costs of convolution-im2col.s; the dot loop is that of all kernels. */
export function deriveIm2col(cycles: Cycles, dotIteration: number): DerivedCost[] {
  const perOutput = (tile: AnyWindowTile, inChannels: number, outChannels: number) =>
    cycles(im2colCall({ ...tile, inChannels, outChannels })) / outputsOf(tile);
  const base = window(3, 3);
  const rowOf = (inChannels: number, tile = base) => perOutput(tile, inChannels, 16) - perOutput(tile, inChannels, 8);
  const gatherOf = (tile: AnyWindowTile, inChannels: number) =>
    2 * perOutput(tile, inChannels, 8) - perOutput(tile, inChannels, 16);
  const output = rowOf(16) - 18 * dotIteration;
  const rest = (rowOf(20, window(1, 1)) - rowOf(16, window(1, 1))) / 4;
  // 27 products: three iterations on rows of which three in four begin within a word, and three products more.
  const misaligned = (rowOf(3) - output - 3 * dotIteration - 3 * rest) / 3;
  const gather = gatherOf(base, 16);
  const byte = (gatherOf(window(3, 5), 16) - gather) / (2 * 3 * 2);
  const row = (gatherOf(window(5, 3), 16) - gather) / (2 * 2) - 3 * byte;
  const channel = gatherOf(base, 24) - gather - 3 * row - 9 * byte;
  const pixel = gather - 2 * (channel + 3 * row + 9 * byte);
  const padded = { ...base, padLeft: 1, padRight: 1, padTop: 1, padBottom: 1 };
  const paddedOutputs = SIDE * 4;
  const zeros = cycles(im2colCall({ ...padded, inChannels: 16, outChannels: 8 }));
  // Of 52 windows 30 overhang; of all rows 10 of 12 lie on the input in each column, of their taps 37 of 39.
  const expected = perOutput(base, 16, 8) * paddedOutputs - 2 * ((156 - 130) * row + (468 - 370) * byte);
  const source = 'convolution-im2col.s, planes of 13 columns, 16 to 8 channels, 3x3';
  return [
    derived('im2colOutput', output, 'output', `${source}: 16 outputs less 8, without dot iterations`),
    derived('im2colRest', rest, 'product', `${source}: 1x1, 20 inputs less 16; products behind the dot iterations`),
    derived('im2colMisaligned', misaligned, '8 MACs', `${source}: rows of 27 weights, beside what those of 24 take`),
    derived('im2colByte', byte, 'gathered byte', `${source}: 3x5 less 3x3`),
    derived('im2colRow', row, 'row of a window', `${source}: 5x3 less 3x3, without bytes`),
    derived('im2colChannel', channel, 'channel', `${source}: 24 inputs less 16, without rows and bytes`),
    derived('im2colPixel', pixel, 'pixel', `${source}: what is left; two barriers, and cores that start in turn`),
    derived('im2colZero', (zeros - expected) / (30 * 2 * 9), 'zeroed byte', `${source}: with a border less without`),
  ];
}

/** Derives the costs of a kernel with a channel for each core, whose windows are worked on tap by tap. */
function deriveWindow(name: string, listing: string, cycles: Cycles, callOf: (tile: PoolTile) => KernelCall) {
  const perOutput = (kernelHeight: number, kernelWidth: number) => {
    const tile = window(kernelHeight, kernelWidth);
    return cycles(callOf({ ...tile, channels: 8 })) / outputsOf(tile);
  };
  const base = perOutput(3, 3);
  const tap = (perOutput(3, 5) - base) / 6;
  const row = (perOutput(5, 3) - base) / 2 - 3 * tap;
  const source = `${listing}, 8 channels of planes of 13 columns`;
  return [
    derived(`${name}Tap`, tap, 'tap', `${source}: 3x5 less 3x3`),
    derived(`${name}Row`, row, 'row of a window', `${source}: 5x3 less 3x3, without taps`),
    derived(`${name}Output`, base - 3 * row - 9 * tap, 'output', `${source}, 3x3, without rows and taps`),
  ];
}

/** Derives the costs of depthwise-window.s and the pools. */
export function deriveWindows(cycles: Cycles): DerivedCost[] {
  const depthwise = (tile: PoolTile) => depthwiseWindowCall({ ...tile, normBias: 0 });
  return [
    ...deriveWindow('depthwiseWindow', 'depthwise-window.s', cycles, depthwise),
    ...deriveWindow('maxPool', 'max-pool.s', cycles, maxPoolCall),
    ...deriveWindow('averageWindow', 'average-window.s', cycles, averageWindowCall),
  ];
}

/** Derives the costs of add.s and scale.s. */
export function deriveElementWise(cycles: Cycles): DerivedCost[] {
  const add = (elements: number) => cycles(addCall({ elements, multiplier: 1, multiplier2: 1, norm: 0 }));
  const scale = (elements: number) => cycles(scaleCall({ elements, multiplier: 1, norm: 0 }));
  return [
    derived('addElement', (add(8000) - add(4000)) / 500, 'element', 'add.s: 8000 elements less 4000'),
    derived('scaleElement', (scale(8000) - scale(4000)) / 500, 'element', 'scale.s: 8000 elements less 4000'),
  ];
}
