import { expect } from 'chai';
import fc from 'fast-check';
import { type AnyWindowTile, anyOutputSize } from '../../../sim/gap8/kernels/any-window.js';
import { outputSize } from '../../../sim/gap8/kernels/window.js';
import { referenceAveragePool } from '../../../sim/gap8/reference/average-pool.js';
import { referenceBias, referenceConvolution, referenceIm2col } from '../../../sim/gap8/reference/convolution.js';
import { referenceDepthwise, referenceDepthwiseWindow } from '../../../sim/gap8/reference/depthwise.js';
import { referenceFullyConnected } from '../../../sim/gap8/reference/fully-connected.js';
import { referencePointwise } from '../../../sim/gap8/reference/pointwise.js';
import { referenceAverageWindow, referenceMaxPool } from '../../../sim/gap8/reference/pools.js';
import { referenceRescale } from '../../../sim/gap8/reference/rescale.js';
import type { DataType } from '../../../sim/nn/data-type.js';
import type { IntegerConvolutionLayer, ShiftRequantization } from '../../../sim/nn/integer-layers.js';
import type { Size } from '../../../sim/nn/network.js';
import { averagePool } from '../../../sim/nn/reference/average-pool.js';
import { integerConvolution } from '../../../sim/nn/reference/integer-convolution.js';
import { integerFullyConnected } from '../../../sim/nn/reference/integer-fully-connected.js';
import { integerMaxPool } from '../../../sim/nn/reference/integer-max-pool.js';
import { NO_PADDING } from '../../../sim/nn/windows.js';
import {
  averagePoolTiles,
  convolutionTiles,
  depthwiseTiles,
  depthwiseWindowTiles,
  fullyConnectedTiles,
  im2colTiles,
  pointwiseTiles,
  poolTiles,
  randomArrays,
} from '../../helpers/gap8-tiles.js';

const BYTE: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };
const ACTIVATION: DataType = { bits: 7, encoding: 'unsigned', narrow: false, scale: 1 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };
const PLACE = { name: 'tile', inputs: ['input'], inputType: BYTE } as const;
const seed = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const shift = fc.nat(20);

/** Planes as pixels of all channels, or back: the two dimensions change places. */
function transposed(values: ArrayLike<number>, outer: number): Int32Array {
  const inner = values.length / outer;
  return Int32Array.from({ length: values.length }, (_, at) => values[(at % outer) * inner + Math.floor(at / outer)]);
}

type Windows = Pick<IntegerConvolutionLayer, 'mh' | 'groups' | 'kernel' | 'stride' | 'padding'>;

interface Operands {
  /** [channels][height][width] */
  readonly in: Int8Array;
  /** In the order of a layer's rows. */
  readonly weights: Int8Array;
  readonly bias: Int8Array;
  readonly multiplier: Uint8Array;
}

/** The output of the layer that a tile is one of, [channels][height][width]. */
function layerOutput(
  [height, width]: Size,
  outputs: Size,
  windows: Windows,
  shifts: Omit<ShiftRequantization, 'rule'>,
  { in: planes, weights, bias, multiplier }: Operands,
): Int8Array {
  const channels = planes.length / height / width;
  const layer: IntegerConvolutionLayer = {
    ...PLACE,
    op: 'integerConvolution',
    inputShape: [height, width, channels],
    outputShape: [...outputs, windows.mh],
    outputType: ACTIVATION,
    mw: weights.length / windows.mh,
    dilation: [1, 1],
    ...windows,
    requantization: { rule: 'multiplyShift', ...shifts },
    parameters: { weights, bias: Int32Array.from(bias), multipliers: Int32Array.from(multiplier) },
  };
  const pixels = integerConvolution(layer, transposed(planes, channels));
  return Int8Array.from(transposed(pixels, outputs[0] * outputs[1]));
}

function paddingOf(tile: { padTop: number; padLeft: number; padBottom: number; padRight: number }) {
  return { top: tile.padTop, left: tile.padLeft, bottom: tile.padBottom, right: tile.padRight };
}

function windowsOf(tile: AnyWindowTile): Pick<Windows, 'kernel' | 'stride' | 'padding'> {
  const { kernelHeight, kernelWidth, strideY, strideX } = tile;
  return { kernel: [kernelHeight, kernelWidth], stride: [strideY, strideX], padding: paddingOf(tile) };
}

describe("GAP8's tiles and the layers of a network follow one rule:", () => {
  it('pointwise', () => {
    fc.assert(
      fc.property(pointwiseTiles, seed, (tile, start) => {
        const { int8, uint8 } = randomArrays(start);
        const { inChannels, outChannels: mh, pixels, normBias: biasShift, norm } = tile;
        const operands = {
          in: int8(inChannels * pixels),
          weights: int8(inChannels * mh),
          bias: int8(mh),
          multiplier: uint8(mh),
        };
        const whole = { ...tile, outFirst: 0, outStride: pixels };
        const found = referencePointwise(whole, { ...operands, out: new Int8Array(mh * pixels) });
        const windows: Windows = { mh, groups: 1, kernel: [1, 1], stride: [1, 1], padding: NO_PADDING };
        const size: Size = [1, pixels];
        expect(found).to.deep.equal(layerOutput(size, size, windows, { biasShift, shift: norm }, operands));
      }),
    );
  });

  it('depthwise and rescale', () => {
    fc.assert(
      fc.property(depthwiseTiles, shift, seed, (tile, norm, start) => {
        const { int8, uint8 } = randomArrays(start);
        const { channels: mh, width, height, stride, normBias: biasShift } = tile;
        const { outWidth, outHeight } = outputSize('test', tile, stride);
        const operands = {
          in: int8(mh * width * height),
          weights: int8(9 * mh),
          bias: int8(mh),
          multiplier: uint8(mh),
        };
        const sums = referenceDepthwise(tile, { ...operands, filter: operands.weights });
        const rescale = { channels: mh, plane: outWidth * outHeight, norm };
        const found = referenceRescale(rescale, sums, operands.multiplier);
        const windows: Windows = {
          ...{ mh, groups: mh, kernel: [3, 3], stride: [stride, stride] },
          padding: paddingOf(tile),
        };
        const shifts = { biasShift, shift: norm };
        const expected = layerOutput([height, width], [outHeight, outWidth], windows, shifts, operands);
        expect(found).to.deep.equal(expected);
      }),
    );
  });

  it('bias, first convolution and rescale', () => {
    fc.assert(
      fc.property(convolutionTiles, shift, shift, seed, (tile, biasShift, norm, start) => {
        const { int8, uint8 } = randomArrays(start);
        const { inChannels, outChannels: mh, width, height } = tile;
        const { outWidth, outHeight } = outputSize('test', tile, 2);
        const mw = 9 * inChannels;
        const filter = int8(mw * mh);
        const rows = Array.from({ length: mh }, (_, row) => filter.subarray(row * mw, (row + 1) * mw));
        const operands = {
          in: int8(inChannels * width * height),
          weights: Int8Array.from(rows.flatMap((row) => [...transposed(row, inChannels)])),
          bias: int8(mh),
          multiplier: uint8(mh),
        };
        const plane = outWidth * outHeight;
        const out = referenceBias({ channels: mh, plane, normBias: biasShift }, operands.bias);
        const sums = referenceConvolution(tile, { in: operands.in, filter, out });
        const found = referenceRescale({ channels: mh, plane, norm }, sums, operands.multiplier);
        const windows: Windows = { mh, groups: 1, kernel: [3, 3], stride: [2, 2], padding: paddingOf(tile) };
        const shifts = { biasShift, shift: norm };
        const expected = layerOutput([height, width], [outHeight, outWidth], windows, shifts, operands);
        expect(found).to.deep.equal(expected);
      }),
    );
  });

  it('bias, any convolution and rescale', () => {
    fc.assert(
      fc.property(im2colTiles, shift, shift, seed, (tile, biasShift, norm, start) => {
        const { int8, uint8 } = randomArrays(start);
        const { inChannels, outChannels: mh, width, height, kernelHeight, kernelWidth } = tile;
        const { outWidth, outHeight } = anyOutputSize('test', tile);
        const mw = kernelHeight * kernelWidth * inChannels;
        const filter = int8(mw * mh);
        const rows = Array.from({ length: mh }, (_, row) => filter.subarray(row * mw, (row + 1) * mw));
        const operands = {
          in: int8(inChannels * width * height),
          weights: Int8Array.from(rows.flatMap((row) => [...transposed(row, inChannels)])),
          bias: int8(mh),
          multiplier: uint8(mh),
        };
        const plane = outWidth * outHeight;
        const out = referenceBias({ channels: mh, plane, normBias: biasShift }, operands.bias);
        const sums = referenceIm2col(tile, { in: operands.in, filter, out });
        const found = referenceRescale({ channels: mh, plane, norm }, sums, operands.multiplier);
        const windows: Windows = { mh, groups: 1, ...windowsOf(tile) };
        const shifts = { biasShift, shift: norm };
        const expected = layerOutput([height, width], [outHeight, outWidth], windows, shifts, operands);
        expect(found).to.deep.equal(expected);
      }),
    );
  });

  it('any depthwise convolution and rescale', () => {
    fc.assert(
      fc.property(depthwiseWindowTiles, shift, seed, (tile, norm, start) => {
        const { int8, uint8 } = randomArrays(start);
        const { channels: mh, width, height, kernelHeight, kernelWidth, normBias: biasShift } = tile;
        const { outWidth, outHeight } = anyOutputSize('test', tile);
        const operands = {
          in: int8(mh * width * height),
          weights: int8(kernelHeight * kernelWidth * mh),
          bias: int8(mh),
          multiplier: uint8(mh),
        };
        const sums = referenceDepthwiseWindow(tile, { ...operands, filter: operands.weights });
        const rescale = { channels: mh, plane: outWidth * outHeight, norm };
        const found = referenceRescale(rescale, sums, operands.multiplier);
        const windows: Windows = { mh, groups: mh, ...windowsOf(tile) };
        const shifts = { biasShift, shift: norm };
        expect(found).to.deep.equal(layerOutput([height, width], [outHeight, outWidth], windows, shifts, operands));
      }),
    );
  });

  it('pools with any window', () => {
    fc.assert(
      fc.property(poolTiles, seed, (tile, start) => {
        const { channels, width, height } = tile;
        const input = randomArrays(start).int8(channels * width * height);
        const { outWidth, outHeight } = anyOutputSize('test', tile);
        const fields = {
          ...PLACE,
          ...windowsOf(tile),
          inputShape: [height, width, channels],
          outputShape: [outHeight, outWidth, channels],
          outputType: BYTE,
        };
        const pixels = transposed(input, channels);
        const planes = (values: Int32Array) => Int8Array.from(transposed(values, outHeight * outWidth));
        const average = averagePool({ ...fields, op: 'averagePool', division: 'reciprocal' }, pixels);
        expect(referenceAverageWindow(tile, input)).to.deep.equal(planes(average));
        const largest = integerMaxPool({ ...fields, op: 'integerMaxPool' }, pixels);
        expect(referenceMaxPool(tile, input)).to.deep.equal(planes(largest));
      }),
    );
  });

  it('average pool', () => {
    fc.assert(
      fc.property(averagePoolTiles, seed, (tile, start) => {
        const { channels, rows, columns } = tile;
        const input = randomArrays(start).int8(channels * rows * columns);
        const layer = averagePool(
          {
            ...PLACE,
            op: 'averagePool',
            inputShape: [rows, columns, channels],
            outputShape: [1, 1, channels],
            outputType: BYTE,
            kernel: [rows, columns],
            stride: [rows, columns],
            division: 'reciprocal',
          },
          transposed(input, channels),
        );
        expect(referenceAveragePool(tile, input)).to.deep.equal(Int8Array.from(layer));
      }),
    );
  });

  it('fully connected', () => {
    fc.assert(
      fc.property(fullyConnectedTiles, seed, (tile, start) => {
        const { int8, int16 } = randomArrays(start);
        const { inputs: mw, outputs: mh, normBias: biasShift, norm } = tile;
        const [input, weights, bias] = [int8(mw), int8(mw * mh), int16(mh)];
        const layer = integerFullyConnected(
          {
            ...PLACE,
            op: 'integerFullyConnected',
            inputShape: [mw],
            outputShape: [mh],
            outputType: SCORE,
            mw,
            mh,
            requantization: { rule: 'shift', biasShift, shift: norm },
            parameters: { weights, bias: Int32Array.from(bias), multipliers: new Int32Array() },
          },
          Int32Array.from(input),
        );
        const found = referenceFullyConnected(tile, { in: input, weights, bias });
        expect(found).to.deep.equal(Int16Array.from(layer));
      }),
    );
  });
});
