import fc from 'fast-check';
import type { AnyWindowTile } from '../../sim/gap8/kernels/any-window.js';
import type { AveragePoolTile } from '../../sim/gap8/kernels/average-pool.js';
import type { BiasTile, ConvolutionTile, Im2colTile } from '../../sim/gap8/kernels/convolution.js';
import type { DepthwiseTile, DepthwiseWindowTile } from '../../sim/gap8/kernels/depthwise.js';
import type { AddTile, ScaleTile } from '../../sim/gap8/kernels/element-wise.js';
import type { FullyConnectedTile } from '../../sim/gap8/kernels/fully-connected.js';
import type { PointwiseTile } from '../../sim/gap8/kernels/pointwise.js';
import type { PoolTile } from '../../sim/gap8/kernels/pools.js';
import type { RescaleTile } from '../../sim/gap8/kernels/rescale.js';
import type { WindowTile } from '../../sim/gap8/kernels/window.js';
import { randomFrom } from './random-layer.js';

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const pad = fc.constantFrom(0, 1);
const shift = upTo(20, 0);

export const pointwiseTiles: fc.Arbitrary<PointwiseTile> = fc
  .record({
    inChannels: upTo(70),
    outChannels: upTo(40),
    pixels: upTo(12),
    outFirst: upTo(9, 0),
    left: upTo(9, 0),
    normBias: upTo(10, 0),
    norm: shift,
  })
  .map(({ left, ...tile }) => ({ ...tile, outStride: tile.outFirst + tile.pixels + left }));

const windows: fc.Arbitrary<WindowTile> = fc
  .record({ width: upTo(20, 2), height: upTo(20, 2), padLeft: pad, padRight: pad, padTop: pad, padBottom: pad })
  .filter((tile) => tile.width + tile.padLeft + tile.padRight >= 3 && tile.height + tile.padTop + tile.padBottom >= 3);

export const depthwiseTiles: fc.Arbitrary<DepthwiseTile> = fc
  .tuple(windows, fc.record({ channels: upTo(20), stride: fc.constantFrom(1 as const, 2 as const), normBias: shift }))
  .map(([window, rest]) => ({ ...window, ...rest }));

export const convolutionTiles: fc.Arbitrary<ConvolutionTile> = fc
  .tuple(windows, fc.record({ inChannels: upTo(4), outChannels: upTo(20) }))
  .map(([window, rest]) => ({ ...window, ...rest }));

const anyWindows: fc.Arbitrary<AnyWindowTile> = fc
  .record({ kernelHeight: upTo(7), kernelWidth: upTo(7), strideY: upTo(3), strideX: upTo(3) })
  .chain(({ kernelHeight, kernelWidth, ...strides }) =>
    fc.record({
      width: upTo(14),
      height: upTo(14),
      padLeft: upTo(kernelWidth - 1, 0),
      padRight: upTo(kernelWidth - 1, 0),
      padTop: upTo(kernelHeight - 1, 0),
      padBottom: upTo(kernelHeight - 1, 0),
      kernelHeight: fc.constant(kernelHeight),
      kernelWidth: fc.constant(kernelWidth),
      strideY: fc.constant(strides.strideY),
      strideX: fc.constant(strides.strideX),
    }),
  )
  .filter(
    (tile) =>
      tile.width + tile.padLeft + tile.padRight >= tile.kernelWidth &&
      tile.height + tile.padTop + tile.padBottom >= tile.kernelHeight,
  );

export const im2colTiles: fc.Arbitrary<Im2colTile> = fc
  .tuple(anyWindows, fc.record({ inChannels: upTo(20), outChannels: upTo(20) }))
  .map(([window, rest]) => ({ ...window, ...rest }));

export const depthwiseWindowTiles: fc.Arbitrary<DepthwiseWindowTile> = fc
  .tuple(anyWindows, fc.record({ channels: upTo(20), normBias: shift }))
  .map(([window, rest]) => ({ ...window, ...rest }));

export const poolTiles: fc.Arbitrary<PoolTile> = fc
  .tuple(anyWindows, upTo(20))
  .map(([window, channels]) => ({ ...window, channels }));

const multiplier = fc.integer({ min: -32768, max: 32767 });

export const addTiles: fc.Arbitrary<AddTile> = fc.record({
  elements: upTo(300),
  multiplier,
  multiplier2: multiplier,
  norm: upTo(24, 0),
});

export const scaleTiles: fc.Arbitrary<ScaleTile> = fc.record({ elements: upTo(300), multiplier, norm: upTo(24, 0) });

export const biasTiles: fc.Arbitrary<BiasTile> = fc.record({ channels: upTo(20), plane: upTo(60), normBias: shift });

export const rescaleTiles: fc.Arbitrary<RescaleTile> = fc.record({ channels: upTo(20), plane: upTo(60), norm: shift });

export const averagePoolTiles: fc.Arbitrary<AveragePoolTile> = fc.record({
  channels: upTo(40),
  rows: upTo(9),
  columns: upTo(9),
});

export const fullyConnectedTiles: fc.Arbitrary<FullyConnectedTile> = fc.record({
  inputs: upTo(200),
  outputs: upTo(20),
  normBias: upTo(10, 0),
  norm: shift,
});

/** Arrays of random numbers of a type, over its whole range, the same for the same seed. */
export function randomArrays(seed: number) {
  const random = randomFrom(seed);
  const fill = <Array extends Int8Array | Uint8Array | Int16Array | Int32Array>(array: Array): Array => {
    const bytes = new Uint8Array(array.buffer);
    for (let index = 0; index < bytes.length; index++) bytes[index] = random(256);
    return array;
  };
  return {
    int8: (length: number) => fill(new Int8Array(length)),
    uint8: (length: number) => fill(new Uint8Array(length)),
    int16: (length: number) => fill(new Int16Array(length)),
    int32: (length: number) => fill(new Int32Array(length)),
  };
}
