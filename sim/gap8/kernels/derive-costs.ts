import type { ClusterTiming } from '../cores/timing.js';
import { type AveragePoolTile, averagePoolCall } from './average-pool.js';
import { biasCall, convolutionCall } from './convolution.js';
import { type DepthwiseTile, depthwiseCall } from './depthwise.js';
import { deriveElementWise, deriveIm2col, deriveWindows } from './derive-window-costs.js';
import { type DerivedCost, derived } from './derived-cost.js';
import { fullyConnectedCall } from './fully-connected.js';
import type { KernelCall } from './kernel-call.js';
import { KernelCosts } from './measure-kernel.js';
import { pointwiseCall } from './pointwise.js';
import { rescaleCall } from './rescale.js';

/**
 * The whole tiles of the published schedule's pointwise layers 2, 4, 6, 8, 10, 12, 14 to 22, 24 and 26, and how many pixels are
 * gathered in such tiles (facts/gap8.md, table of section 4).
 */
export const PUBLISHED_POINTWISE_TILES = [
  { inChannels: 32, outChannels: 64, pixels: 236, outStride: 236, gathers: 12544 },
  { inChannels: 64, outChannels: 128, pixels: 84, outStride: 84, gathers: 3136 },
  { inChannels: 128, outChannels: 128, pixels: 48, outStride: 48, gathers: 3136 },
  { inChannels: 128, outChannels: 72, pixels: 36, outStride: 36, gathers: 4 * 784 },
  { inChannels: 256, outChannels: 40, pixels: 24, outStride: 24, gathers: 7 * 784 },
  { inChannels: 256, outChannels: 40, pixels: 20, outStride: 196, gathers: 13 * 196 },
  { inChannels: 512, outChannels: 24, pixels: 12, outStride: 196, gathers: 5 * 22 * 196 },
  { inChannels: 512, outChannels: 24, pixels: 16, outStride: 49, gathers: 43 * 49 },
  { inChannels: 1024, outChannels: 8, pixels: 8, outStride: 49, gathers: 128 * 49 },
] as const;

const NORMS = { normBias: 7, norm: 14 };
const NO_PADS = { padLeft: 0, padRight: 0, padTop: 0, padBottom: 0 };
const ALL_PADS = { padLeft: 1, padRight: 1, padTop: 1, padBottom: 1 };

/** Derives all costs from runs on eight cores, conflicts on banks included. */
export function deriveCosts(timing: ClusterTiming): DerivedCost[] {
  const costs = new KernelCosts(timing);
  const cycles = (call: KernelCall) => costs.measure(call).cycles;
  const pointwise = derivePointwise(costs);
  const [dotIteration] = pointwise;
  return [
    ...pointwise,
    ...deriveDepthwise(1, cycles),
    ...deriveDepthwise(2, cycles),
    ...deriveOthers(cycles),
    deriveLayer13(cycles),
    ...deriveIm2col(cycles, dotIteration.value),
    ...deriveWindows(cycles),
    ...deriveElementWise(cycles),
  ];
}

function derivePointwise(costs: KernelCosts): DerivedCost[] {
  const { cycles: longer } = costs.measure(fullyConnectedCall({ inputs: 1024, outputs: 16, ...NORMS }));
  const { cycles: shorter } = costs.measure(fullyConnectedCall({ inputs: 512, outputs: 16, ...NORMS }));
  const dotIteration = (longer - shorter) / (2 * 64);

  const tile = (inChannels: number, outChannels: number, pixels: number, outStride = pixels) =>
    costs.measure(pointwiseCall({ inChannels, outChannels, pixels, outStride, outFirst: 0, ...NORMS }));
  const rows = (tile(128, 128, 48).cycles - tile(128, 64, 48).cycles) / (8 * 48);
  const pixel = (tile(8, 8, 48).cycles - tile(8, 8, 24).cycles) / 24;
  const oneRow = (tile(8, 16, 48).cycles - tile(8, 8, 48).cycles) / 48;

  let [gatherCycles, gatherBytes] = [0, 0];
  for (const { inChannels, outChannels, pixels, outStride, gathers } of PUBLISHED_POINTWISE_TILES) {
    const cost = tile(inChannels, outChannels, pixels, outStride);
    gatherCycles += (cost.gatherCycles * gathers) / pixels;
    gatherBytes += (cost.gatherBytes * gathers) / pixels;
  }
  return [
    derived('dotIteration', dotIteration, '8 MACs', 'fully-connected.s, 16 neurons: 1024 inputs less 512'),
    derived(
      'pointwiseRow',
      rows - 16 * dotIteration,
      'output',
      'pointwise.s, 128 inputs, 48 pixels: 128 outputs less 64, without dot iterations',
    ),
    derived(
      'pointwisePixel',
      pixel - oneRow,
      'pixel',
      'pointwise.s, 8 inputs and outputs: 48 pixels less 24, without the row; two barriers, and the first byte',
    ),
    derived(
      'gatherByte',
      gatherCycles / gatherBytes,
      'byte',
      "pointwise.s, bytes behind a core's first: mean of the published tiles by the bytes they gather",
    ),
  ];
}

function deriveDepthwise(stride: 1 | 2, cycles: (call: KernelCall) => number): DerivedCost[] {
  const tile = (sizes: Partial<DepthwiseTile>) =>
    cycles(depthwiseCall({ ...NO_PADS, width: 21, height: 21, channels: 8, stride, normBias: 7, ...sizes }));
  const base = tile({});
  const [columns, more] = [stride === 1 ? 19 : 10, 16 / stride];
  const output = (tile({ height: 37 }) - base) / (more * columns);
  const column = (tile({ width: 37 }) - base) / more - columns * output;
  const channel = tile({ channels: 16 }) - base - columns * (column + columns * output);
  const side = stride === 1 ? 21 : 23;
  const padded = tile({ ...ALL_PADS, width: side, height: side });
  const name = (part: string) => `depthwise${part}Stride${stride}`;
  const source = `depthwise-stride${stride}.s, 8 channels of 21 x 21`;
  return [
    derived(name('Output'), output, 'output', `${source}: 37 rows less 21`),
    derived(name('Column'), column, 'column', `${source}: 37 columns less 21, without their outputs`),
    derived(name('Channel'), channel, 'channel', `${source}: 16 channels less 8, without their columns`),
    derived(
      name('BorderOutput'),
      (padded - base) / (4 * columns + 4),
      'border output',
      `${source}: with a border less without`,
    ),
  ];
}

function deriveOthers(cycles: (call: KernelCall) => number): DerivedCost[] {
  const rescale = (channels: number, plane: number) => cycles(rescaleCall({ channels, plane, norm: 9 }));
  const bias = (plane: number) => cycles(biasCall({ channels: 8, plane, normBias: 7 }));
  const firstRow = { ...NO_PADS, padRight: 1, width: 224, height: 3, outChannels: 32 };
  const convolution = (inChannels: number) => cycles(convolutionCall({ ...firstRow, inChannels }));
  const pool = (tile: AveragePoolTile) => cycles(averagePoolCall(tile));
  const rescaleOutput = (rescale(8, 400) - rescale(8, 200)) / 200;
  return [
    derived('rescaleOutput', rescaleOutput, 'output', 'rescale.s, 8 channels: planes of 400 less 200'),
    derived(
      'rescaleTileOutput',
      rescale(24, 196) / 588,
      'output',
      'rescale.s, all of a tile of layer 13, 24 channels of 14 x 14',
    ),
    derived('biasOutput', (bias(400) - bias(200)) / 200, 'output', 'bias.s, 8 channels: planes of 400 less 200'),
    derived(
      'convolutionOutput',
      (convolution(3) - convolution(2)) / (4 * 112),
      'output and input channel',
      'convolution.s, a row of layer 0: 3 input channels less 2',
    ),
    derived(
      'poolTap',
      (pool({ channels: 16, rows: 7, columns: 7 }) - pool({ channels: 8, rows: 7, columns: 7 })) / 49,
      'tap',
      'average-pool.s, planes of 7 x 7: 16 channels less 8',
    ),
  ];
}

/** Both passes of the published tiles of layer 13: 21 of 24 channels and one of 8, each 14 x 14. */
function deriveLayer13(cycles: (call: KernelCall) => number): DerivedCost {
  const passes = (channels: number) =>
    cycles(depthwiseCall({ ...ALL_PADS, width: 14, height: 14, channels, stride: 1, normBias: 7 })) +
    cycles(rescaleCall({ channels, plane: 196, norm: 12 }));
  const perOutput = (21 * passes(24) + passes(8)) / ((512 * 196) / 8);
  return derived(
    'depthwiseBothPasses',
    perOutput,
    'output',
    'depthwise-stride1.s and rescale.s on all tiles of layer 13, without forks',
  );
}
