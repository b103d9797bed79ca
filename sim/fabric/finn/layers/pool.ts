import type { BlockBody, Word } from '../../../core/pipeline.js';
import { type DataType, encodeValue, valueRange } from '../../../nn/data-type.js';
import type { AveragePoolLayer } from '../../../nn/integer-layers.js';
import { elements, type MaxPoolLayer } from '../../../nn/network.js';
import { averaging } from '../../../nn/reference/average-pool.js';
import { rescaling } from '../../../nn/reference/integer-max-pool.js';
import type { IntegerMaxPoolLayer } from '../../../nn/tensor-layers.js';
import { NO_PADDING } from '../../../nn/windows.js';
import type { Parts } from '../../builder.js';
import { layerPool } from '../../layer-pool.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { series } from '../../units/unit.js';
import type { FinnLibrary } from '../library.js';
import { outputRegister, registerLoop, type UnitPlace } from '../unit.js';
import { signedType } from './matrix-unit.js';
import type { FinnOp } from './op.js';
import { windowOps } from './window.js';

/** A max pool of codes: the HLS block of finn-hlslib, on whole pixels. */
export function layCodePool(layer: MaxPoolLayer, library: FinnLibrary): FinnOp[] {
  const { bits, wordsPerFrame, unit } = layerPool(layer, library);
  const [, columns, channels] = layer.outputShape;
  const output = `${layer.name}.pooled`;
  const depth = library.defaultFifoDepth.value;
  const [height, width] = layer.inputShape;
  return [
    {
      name: layer.name,
      inputBits: [bits],
      output,
      outputBits: bits,
      outputBeats: wordsPerFrame,
      cycles: height * width + wordsPerFrame,
      cost: { lut: maximumLut(channels, layer.inputType.bits) + bits * Math.ceil(columns / 64), bram18: 0, dsp: 0 },
      build: ({ input, inputBeats }) => ({
        blocks: [unit({ input, output, frames: inputBeats / (height * width) })],
        streams: [{ name: output, bits, depth }],
      }),
    },
  ];
}

/**
 * A pool of integers: FMPadding and a depthwise SWG, then Pool, which takes the elements of a window one by one.
 * @param lanes channels that it works on at once
 */
export function layPool(layer: IntegerMaxPoolLayer | AveragePoolLayer, lanes: number): FinnOp[] {
  const { name, inputShape, inputType, outputShape, outputType, kernel, stride, padding = NO_PADDING } = layer;
  const outside = layer.op === 'averagePool' ? 0 : valueRange(inputType).min;
  const windows = windowOps({
    name,
    inputShape,
    inputType,
    kernel,
    stride,
    dilation: [1, 1],
    padding,
    lanes,
    depthwise: true,
    parallel: elements(kernel) === 1,
    outsideCode: encodeValue(inputType, outside),
  });
  const taps = elements(kernel);
  const outputBeats = elements(outputShape) / lanes;
  const lut = layer.op === 'averagePool' ? averageLut(inputType, taps) * lanes : maximumLut(lanes, inputType.bits);
  return [
    ...windows,
    {
      name,
      inputBits: [lanes * inputType.bits],
      output: `${name}.pooled`,
      outputBits: lanes * outputType.bits,
      outputBeats,
      cycles: outputBeats * taps,
      cost: { lut, bram18: 0, dsp: layer.op === 'averagePool' && !isPowerOfTwo(taps) ? lanes : 0 },
      build: (place) => pool(place, taps, () => poolBody(layer, lanes)),
    },
  ];
}

/** A comparison and a choice for each bit, but an OR of single bits. */
function maximumLut(channels: number, bits: number): number {
  return channels * bits * (bits === 1 ? 1 : 2);
}

/** An accumulator and a rounding, each of the bits of a sum; a quotient that is no shift is a product with the reciprocal. */
function averageLut(type: DataType, taps: number): number {
  const { min, max } = valueRange(type);
  return 2 * signedType({ min: min * taps, max: max * taps }).bits;
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

/** Pool: a result behind the last element of a window, into an output register. */
function pool(place: UnitPlace, taps: number, createBody: () => BlockBody): Parts {
  const { name, input, output, inputBeats } = place;
  const loop = registerLoop({
    rounds: inputBeats / taps,
    iterationsPerRound: taps,
    reads: [series(taps)],
    writes: [Int32Array.of(taps - 1)],
  });
  const block = { name, unit: 'pool', inputs: [input], outputs: [output], startCycle: 0, loops: [loop], createBody };
  return { blocks: [block], streams: [outputRegister(place)] };
}

/** Counts where its windows lie, because what overhangs does not count. */
function poolBody(layer: IntegerMaxPoolLayer | AveragePoolLayer, lanes: number): BlockBody {
  const { inputShape, inputType, outputShape, outputType, kernel, stride, padding = NO_PADDING } = layer;
  const resultOf = finishing(layer);
  const taps = elements(kernel);
  const folds = inputShape[2] / lanes;
  const beats: Word[] = [];
  let window = 0;
  const isInside = (tap: number): boolean => {
    const pixel = Math.floor(window / folds);
    const row = Math.floor(pixel / outputShape[1]) * stride[0] + Math.floor(tap / kernel[1]) - padding.top;
    const column = (pixel % outputShape[1]) * stride[1] + (tap % kernel[1]) - padding.left;
    return row >= 0 && row < inputShape[0] && column >= 0 && column < inputShape[1];
  };
  return {
    iterate(_loop, tap, [beat]) {
      beats[tap] = beat;
      if (tap < taps - 1) return [];
      const inside = beats.filter((_, index) => isInside(index));
      const values = decodeLanes(inside, lanes, inputType);
      window = (window + 1) % (outputShape[0] * outputShape[1] * folds);
      const results = Array.from({ length: lanes }, (_, lane) =>
        resultOf([...values].filter((_, index) => index % lanes === lane)),
      );
      return encodeLanes(results, lanes, outputType);
    },
  };
}

/** From the values of a window to its result. */
function finishing(layer: IntegerMaxPoolLayer | AveragePoolLayer): (values: readonly number[]) => number {
  if (layer.op === 'integerMaxPool') {
    const finish = rescaling(layer);
    return (values) => finish(Math.max(...values));
  }
  const finish = averaging(layer);
  return (values) =>
    finish(
      values.reduce((total, value) => total + value, 0),
      values.length,
    );
}
