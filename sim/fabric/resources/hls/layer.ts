import type { DataType } from '../../../nn/data-type.js';
import type { Folding } from '../../../nn/folding.js';
import type { ConvolutionLayer, MatrixLayer, MaxPoolLayer } from '../../../nn/network.js';
import { thresholdsPerRow } from '../../../nn/thresholds.js';
import { loadLibrary } from '../../catalog.js';
import { widthSteps } from '../../widths.js';
import { loadResourceConstants, type ResourceConstants } from './constants.js';
import { addFifo } from './fifo.js';
import type { Placement } from './memory.js';
import { addMvtu } from './mvtu.js';
import { addMaxPool, addSlidingWindow, addWidthConverter } from './units.js';
import { type Resources, Usage } from './usage.js';

/** What estimates of designs in library hls rest on. */
export interface HlsResourceModel {
  readonly constants: ResourceConstants;
  /** Words of a stream for which nobody chose a depth. */
  readonly streamDepth: number;
}

/** Widths in bits of the stream that a layer reads and of the one that it hands on. */
export interface StreamWidths {
  readonly inputBits: number;
  readonly outputBits: number;
}

/** Memories of a layer that are told to be LUT RAM. */
export interface LayerPlacements {
  readonly weights?: Placement;
  readonly thresholds?: Placement;
}

/** The model with the constants that are shipped. */
export function hlsResourceModel(constants = loadResourceConstants()): HlsResourceModel {
  return { constants, streamDepth: loadLibrary('hls').defaultFifoDepth.value };
}

/**
 * Resources of one layer with a matrix in a folding: its MVTU, its sliding window, its width converters and the streams
 * between those; not the streams that it reads and hands on. A function of its arguments alone, so that a search may count
 * each layer by itself; what depends on a neighbour is the width of the stream between them.
 */
export function matrixResources(
  model: HlsResourceModel,
  layer: MatrixLayer,
  folding: Folding,
  { inputBits, outputBits }: StreamWidths,
  placements?: LayerPlacements,
): Resources {
  const usage = new Usage();
  const lanesBits = folding.simd * layer.inputType.bits;
  const resultBits = folding.pe * layer.outputType.bits;
  addConversion(usage, model, inputBits, lanesBits, true);
  if (layer.op === 'convolution') {
    addWindow(usage, layer, folding);
    addFifo(usage, model.streamDepth, lanesBits);
  }
  addMatrix(usage, layer, folding, placements);
  addResult(usage, model, resultBits, outputBits);
  return usage.resources(model.constants);
}

/** Resources of the converters from one width to another, and of the streams between those and behind. */
export function conversionResources(model: HlsResourceModel, fromBits: number, toBits: number): Resources {
  const usage = new Usage();
  addConversion(usage, model, fromBits, toBits, true);
  return usage.resources(model.constants);
}

/** Resources of a max pool, its width converters and the streams between those. */
export function maxPoolResources(
  model: HlsResourceModel,
  layer: MaxPoolLayer,
  { inputBits, outputBits }: StreamWidths,
): Resources {
  const usage = new Usage();
  const pixelBits = layer.inputShape[2] * layer.inputType.bits;
  addConversion(usage, model, inputBits, pixelBits, true);
  addPool(usage, layer);
  addResult(usage, model, pixelBits, outputBits);
  return usage.resources(model.constants);
}

/** Resources of a stream of so many words of so many bits. */
export function fifoResources({ constants }: HlsResourceModel, depth: number, widthBits: number): Resources {
  const usage = new Usage();
  addFifo(usage, depth, widthBits);
  return usage.resources(constants);
}

/** Resources of what every pipeline has beside its layers and streams: memory reader and writer on one port. */
export function memoryPortResources({ constants }: HlsResourceModel): Resources {
  const usage = new Usage();
  addMemoryPorts(usage, 1);
  return usage.resources(constants);
}

/** A memory writer, and a memory reader for each port. */
export function addMemoryPorts(usage: Usage, ports: number): void {
  usage.blocks += ports + 1;
  usage.memoryPorts += ports;
}

/** The MVTU of a layer. */
export function addMatrix(usage: Usage, layer: MatrixLayer, { pe, simd }: Folding, placements?: LayerPlacements): void {
  const { mw, mh, inputType, weightType } = layer;
  addMvtu(usage, {
    mw,
    mh,
    pe,
    simd,
    inputBits: inputType.bits,
    weightBits: weightType.bits,
    thresholds: thresholdsPerRow(layer),
    accumulatorBits: INTEGER_BITS + fractionBits(inputType) + layer.accumulatorShift,
    weightPlacement: placements?.weights,
    thresholdPlacement: placements?.thresholds,
  });
}

/** The sliding window of a convolution. */
export function addWindow(usage: Usage, layer: ConvolutionLayer, { simd }: Folding): void {
  const { inputShape, inputType, kernel, stride } = layer;
  const [, width, channels] = inputShape;
  addSlidingWindow(usage, kernel[0] + stride[0], (width * channels) / simd, simd * inputType.bits);
}

/** A max pool over whole pixels. */
export function addPool(usage: Usage, { inputType, outputShape }: MaxPoolLayer): void {
  const [, width, channels] = outputShape;
  addMaxPool(usage, width, channels, inputType.bits);
}

/** Integer bits of an accumulator. (facts/bnn-pynq.md section 2) */
const INTEGER_BITS = 16;

/** Fraction bits of a fixed-point type: 7 of a pixel in 1/128. */
function fractionBits({ scale }: DataType): number {
  return scale < 1 ? Math.ceil(-Math.log2(scale)) : 0;
}

function addResult(usage: Usage, model: HlsResourceModel, resultBits: number, outputBits: number): void {
  if (resultBits === outputBits) return;
  addFifo(usage, model.streamDepth, resultBits);
  addConversion(usage, model, resultBits, outputBits, false);
}

/** Converters from one width to another, and their streams; the last of those only where it is the layer's own. */
function addConversion(usage: Usage, model: HlsResourceModel, from: number, to: number, ownStream: boolean): void {
  let bits = from;
  for (const step of widthSteps(from, to)) {
    addWidthConverter(usage, bits, step);
    if (ownStream || step !== to) addFifo(usage, model.streamDepth, step);
    bits = step;
  }
}
